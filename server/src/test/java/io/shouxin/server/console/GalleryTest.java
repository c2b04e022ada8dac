// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Draws every part of the console once, and writes it with all its files to {@code target/gallery}, to
 * be looked at: serve that folder and open {@code gallery-zh.html}.
 */
@SpringBootTest(classes = {ConsoleTrial.class, Gallery.class})
class GalleryTest {

    private static final Path FOLDER = Path.of("target/gallery");
    private static final Pattern LINK =
            Pattern.compile("(?:href|src|data-echarts)=\"(/(?:shouxin|webjars)/[^\"]+)\"");
    private static final Pattern CSS_LINK = Pattern.compile("url\\([\"']?([^\"')?#:]+)[^)]*\\)");

    @Autowired WebApplicationContext context;
    @Autowired SecurityHeaders headers;
    @Autowired ResourceUrlEncodingFilter addresses;
    MockMvc web;

    @BeforeEach
    void openTheConsole() {
        web = MockMvcBuilders.webAppContextSetup(context).addFilters(headers, addresses).build();
        ConsoleTrial.reader = Optional.of(ConsoleTrial.agent());
        ConsoleTrial.ledger = ConsoleTrial.verified();
    }

    @AfterEach
    void closeTheConsole() {
        ConsoleTrial.reader = Optional.empty();
        ConsoleTrial.ledger = io.shouxin.server.page.LedgerPill.Reading.UNKNOWN;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gallery", "gallery/proof", "gallery/blank", "gallery/problem", "sign-in",
        "sign-in?reason=wrong"})
    void drawsEveryPartInBothLanguages(String page) throws Exception {
        if (page.startsWith("sign-in")) {
            ConsoleTrial.reader = Optional.empty();
        }
        for (String language : new String[] {"zh", "en"}) {
            Locale locale = language.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
            MockHttpServletResponse answer = get("/" + page, locale);
            String html = answer.getContentAsString();
            assertThat(html).doesNotContain("??").doesNotContain("th:").contains("lang=\"" + language);
            write(page.replaceAll("[/?=]", "-") + "-" + language + ".html", html.getBytes(
                    java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyFileOfAPageIsThereAndLastsForGood() throws Exception {
        String html = get("/gallery", Locale.ENGLISH).getContentAsString();
        Deque<String> open = new ArrayDeque<>(links(LINK, html));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String path = open.pop();
            if (!seen.add(path)) {
                continue;
            }
            MockHttpServletResponse file = get(path, Locale.ENGLISH);
            assertThat(file.getStatus()).as(path).isEqualTo(200);
            assertThat(path).as("carries the hash of its content").matches(".*-[0-9a-f]{32}\\.[a-z0-9]+");
            assertThat(file.getHeader("Cache-Control")).as(path)
                    .contains("immutable").contains("max-age=31536000");
            write(path.substring(1), file.getContentAsByteArray());
            if (path.endsWith(".css")) {
                fonts(path, file.getContentAsString()).forEach(open::push);
            }
        }
        assertThat(seen).anyMatch(path -> path.contains("/echarts"));
        assertThat(seen).anyMatch(path -> path.endsWith(".woff2"));
    }

    private MockHttpServletResponse get(String path, Locale locale) throws Exception {
        return web.perform(MockMvcRequestBuilders.get(path).locale(locale)
                .header("Accept-Language", locale.toLanguageTag())).andReturn().getResponse();
    }

    /** The browser takes the first font it can read; the others are for browsers long gone. */
    private static Stream<String> fonts(String sheet, String css) {
        return links(CSS_LINK, css).stream().filter(link -> link.endsWith("woff2"))
                .map(link -> Path.of(sheet).resolveSibling(link).normalize().toString());
    }

    private static Set<String> links(Pattern pattern, String text) {
        Set<String> links = new HashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        return links;
    }

    private static void write(String name, byte[] content) throws IOException {
        Path file = FOLDER.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
