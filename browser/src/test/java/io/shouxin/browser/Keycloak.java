// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Keycloak on this machine, with one realm of fictional people. Its database is in memory, so each start begins
 * with the realm as it is written; what its first start builds stays in its folder and makes the next one quicker.
 */
final class Keycloak implements AutoCloseable {

    private static final String REALM = "yunling";

    private final Path home;
    private final int port;
    private Process process;

    Keycloak(Path home) {
        this.home = home;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Another host than the server's own, as it is in a real house: cookies do not pass between them. */
    String issuer() {
        return "http://localhost:" + port + "/realms/" + REALM;
    }

    /** Starts it with these words in the realm's places, and answers when it answers. */
    void start(Map<String, String> words) {
        try {
            String realm = template();
            for (Map.Entry<String, String> word : words.entrySet()) {
                realm = realm.replace("{" + word.getKey() + "}", word.getValue());
            }
            Path place = home.resolve(Path.of("data", "import", REALM + "-realm.json"));
            Files.createDirectories(place.getParent());
            Files.writeString(place, realm);
            ProcessBuilder start = new ProcessBuilder(List.of(home.resolve(Path.of("bin", "kc.sh")).toString(),
                    "start-dev", "--db=dev-mem", "--import-realm", "--http-host=127.0.0.1", "--http-port=" + port));
            start.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx640m");
            start.redirectErrorStream(true).redirectOutput(new File("target", "keycloak.log"));
            process = start.start();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        RunningServer.await(this::answers);
    }

    private static String template() throws IOException {
        try (InputStream in = Keycloak.class.getResourceAsStream("/keycloak/yunling-realm.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Keycloak has ended; target/keycloak.log says why.");
        }
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    URI.create(issuer() + "/.well-known/openid-configuration").toURL().openConnection();
            return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends what was started here, and nothing else. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException interrupted) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
        process = null;
    }
}
