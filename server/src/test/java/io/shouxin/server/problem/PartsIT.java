// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A form in parts never meets the disk, through the real container that would spool it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PartsIT {

    private static final String SECRET = "16400990099";
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    private static final String FORM = "/register/proposals/new";
    private static final int MEBIBYTE = 1 << 20;

    @LocalServerPort int port;
    @Autowired ServletContext context;
    @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;
    private final List<WatchService> watches = new ArrayList<>();

    @BeforeEach
    void watchWhereAContainerSpools() throws IOException {
        Path work = ((File) context.getAttribute(ServletContext.TEMPDIR)).toPath();
        try (Stream<Path> folders = Files.walk(work)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                watch(folder);
            }
        }
        watch(Path.of(System.getProperty("java.io.tmpdir")));
    }

    private void watch(Path folder) throws IOException {
        WatchService watch = FileSystems.getDefault().newWatchService();
        folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        watches.add(watch);
    }

    /** Names of uploads that came into being, whether or not they are still there. */
    private List<String> spooled() {
        List<String> names = new ArrayList<>();
        for (WatchService watch : watches) {
            for (WatchKey key = watch.poll(); key != null; key = watch.poll()) {
                for (WatchEvent<?> event : key.pollEvents()) {
                    names.add(String.valueOf(event.context()));
                }
                key.reset();
            }
        }
        // Other programs use the temporary folder too.
        names.removeIf(name -> !name.startsWith("upload_") && !name.startsWith("MultiPart"));
        return names;
    }

    /** Every address of ours that takes anything, and some that lead nowhere. */
    private Set<String> requests() {
        Set<String> requests = new TreeSet<>(Set.of("POST /sign-in", "POST /sign-out", "POST /nowhere",
                "POST /api/v1/nowhere", "GET /api/v1/ledger/entries", "POST /ledger/checkpoint", "POST /error"));
        requestMappingHandlerMapping.getHandlerMethods().keySet().forEach(mapping ->
                mapping.getMethodsCondition().getMethods().stream().map(Enum::name)
                        .filter(method -> method.equals("POST") || method.equals("PUT"))
                        .forEach(method -> mapping.getPatternValues().forEach(path -> requests.add(
                                method + " " + path.replaceAll("\\{[^/]+}", UNKNOWN)))));
        requests.remove("POST " + FORM);
        assertThat(requests).hasSizeGreaterThan(30);
        return requests;
    }

    @Test
    void areRefusedAtEveryOtherAddress() throws IOException {
        for (String request : requests()) {
            String document = Problems.wantsDocument(request.substring(request.indexOf('/')))
                    ? "problem+json" : "text/html";
            String answer = send(request, MEBIBYTE / 4);
            assertThat(answer).as(request).startsWith("HTTP/1.1 415 ").contains(document).doesNotContain(SECRET);
        }
        assertThat(spooled()).isEmpty();
    }

    @Test
    void areHeldInMemoryWhereAFormMayCarryAFile() throws IOException {
        for (int bytes : List.of(1000, 3 * MEBIBYTE, 6 * MEBIBYTE)) {
            String answer = send("POST " + FORM, bytes);
            // Nobody is signed in: what fits is refused for that, what does not fit for its size.
            assertThat(answer).as(bytes + " bytes").doesNotContain(SECRET)
                    .startsWith(bytes < PartsLimit.BYTES_MAX ? "HTTP/1.1 403 " : "HTTP/1.1 413 ");
        }
        assertThat(send("POST " + FORM, 6 * MEBIBYTE)).contains("larger than 4 MiB");
        assertThat(spooled()).isEmpty();
    }

    private String send(String request, int length) throws IOException {
        String head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";
        String body = head + SECRET.repeat((length - head.length()) / SECRET.length()) + "\r\n--x--\r\n";
        return RawCaller.send(port, request + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nAccept-Language: en\r\nAccept: text/html, application/json\r\nConnection: close\r\n"
                + "Content-Type: Multipart/form-data; boundary=x\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }
}
