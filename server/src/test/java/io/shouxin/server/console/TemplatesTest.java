// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.webjars.WebJarVersionLocator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What no template and no script may contain, because the content policy refuses it or ought to. */
class TemplatesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern ICON = Pattern.compile("\\bti ti-([a-z0-9-]+)(?![a-z0-9$-]|\\$)");

    private static final Pattern ELEMENT = Pattern.compile("<[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s(?:th:|data-th-)([a-z-]+)(?=\\s*=)");

    private static final Map<String, Pattern> FORBIDDEN = Map.of(
            "inline style", Pattern.compile("(?i)[\\s:\"',]style\\s*=|th:style|<style"),
            "inline script", Pattern.compile("(?i)<script(?![^>]*\\b(?:th:)?src=)|<script[^>]*>\\s*[^\\s<]"),
            "handler attribute", Pattern.compile("(?i)[\\s:\"',]on[a-z]+\\s*=\\s*[\"$]"),
            "code in htmx", Pattern.compile("(?i)hx-on|hx-vars|[\"'\\s]js:"),
            "code in an address", Pattern.compile("(?i)javascript:|data:text"),
            "unescaped text", Pattern.compile("th:utext|\\[\\("),
            "foreign file", Pattern.compile("(?i)(?:src|href)=\"(?:https?:)?//"));

    @TestFactory
    Stream<DynamicTest> holdNothingTheContentPolicyForbids() {
        return files("templates", ".html").map(file -> DynamicTest.dynamicTest(
                RESOURCES.relativize(file).toString(), () -> assertThat(faults(read(file))).isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<p style=\"color:red\">", "<p th:style=\"${x}\">", "<p th:attr=\"style=${x}\">",
        "<p th:attr=\"id=${y},style=${x}\">", "<style>p{}</style>", "<script>go()</script>",
        "<script src=\"/a.js\">go()</script>", "<a onclick=\"go()\">", "<a th:onclick=\"${x}\">",
        "<a th:attr=\"onclick=${x}\">", "<a hx-on:click=\"go()\">", "<a hx-vals=\"js:{a:1}\">",
        "<a href=\"javascript:go()\">", "<p th:utext=\"${x}\">", "[(${x})]",
        "<script src=\"https://cdn.example/a.js\"></script>", "<script src=\"//cdn.example/a.js\"></script>"})
    void eachOfTheseWouldBeFound(String html) {
        assertThat(faults(html)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<script defer th:src=\"@{/shouxin/console.js}\"></script>", "<p th:classappend=\"${on} ? 'on'\">",
        "<rect th:class=\"${form.style()}\" width=\"3\">", "<a th:if=\"${mark.style() == 'clear'}\">"})
    void noneOfTheseIs(String html) {
        assertThat(faults(html)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> sayOnTheirOwnElementWhetherAPartIsShown() {
        return files("templates", ".html").map(file -> DynamicTest.dynamicTest(
                RESOURCES.relativize(file).toString(), () -> assertThat(ignored(read(file))).isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<div th:if=\"${x > 0}\" th:replace=\"~{a :: b (${x})}\"></div>",
        "<div th:replace=\"~{a :: b}\" th:unless=\"${x}\"></div>",
        "<div\n  th:replace='~{a :: b}'\n  th:each='x : ${y}'></div>",
        "<div th:replace=\"~{a :: b (${x})}\" th:with=\"x=${y}\"></div>",
        "<div th:replace=\"~{a :: b}\" th:classappend=\"x\"></div>",
        "<div data-th-if=\"${x}\" data-th-replace=\"~{a :: b}\"></div>",
        "<div th:each=\"x : ${y}\" th:insert=\"~{a :: b (${x})}\"></div>"})
    void thisConditionWouldBeIgnored(String html) {
        assertThat(ignored(html)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<th:block th:if=\"${x > 0}\"><div th:replace=\"~{a :: b (${x})}\"></div></th:block>",
        "<html th:fragment=\"any (x)\" th:replace=\"~{a :: b}\"></html>",
        "<div th:if=\"${x}\" th:insert=\"~{a :: b}\"></div>"})
    void thisOneWouldNot(String html) {
        assertThat(ignored(html)).isEmpty();
    }

    @Test
    void everyIconIsInTheFont() throws IOException {
        Set<String> font = icons();
        List<String> used = files("templates", ".html").flatMap(file -> ICON.matcher(read(file)).results()
                .map(match -> match.group(1))).distinct().collect(Collectors.toCollection(ArrayList::new));
        Drawing draw = new Drawing();
        for (Drawing.Form form : Drawing.Form.values()) {
            used.add(form.icon());
        }
        for (String kind : List.of("ok", "warn", "bad", "acc", "off")) {
            used.add(draw.state(kind));
            used.add(draw.note(kind));
        }
        assertThat(font).containsAll(used);
    }

    @Test
    void scriptsBuildNoCodeAndNoMarkupFromStrings() {
        assertThat(files("static/shouxin", ".js")).isNotEmpty().allSatisfy(file ->
                assertThat(read(file)).doesNotContainPattern(
                        "\\beval\\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\\.write"));
    }

    @Test
    void sheetsNameColoursOnlyAmongTheTokensAndOnPaper() {
        assertThat(files("static/shouxin", ".css")
                .filter(file -> !file.endsWith("tokens.css") && !file.endsWith("print.css")))
                .isNotEmpty().allSatisfy(file ->
                        assertThat(read(file)).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b|rgba?\\("));
    }

    private static List<String> faults(String html) {
        String plain = COMMENT.matcher(html).replaceAll("");
        return FORBIDDEN.entrySet().stream().flatMap(rule -> rule.getValue().matcher(plain).results()
                .map(MatchResult::group).map(found -> rule.getKey() + ": " + found)).toList();
    }

    /**
     * Thymeleaf works {@code replace} off before everything else on its element, and {@code insert} before
     * {@code each} and {@code with}: what stands beside them is silently lost.
     */
    private static List<String> ignored(String html) {
        return ELEMENT.matcher(COMMENT.matcher(html).replaceAll("")).results().map(MatchResult::group)
                .filter(element -> {
                    Set<String> said = ATTRIBUTE.matcher(element).results().map(one -> one.group(1))
                            .collect(Collectors.toSet());
                    return said.contains("replace") && !Set.of("replace", "fragment").containsAll(said)
                            || said.contains("insert") && (said.contains("each") || said.contains("with"));
                }).toList();
    }

    private static Set<String> icons() throws IOException {
        String path = Objects.requireNonNull(new WebJarVersionLocator()
                .fullPath("tabler__icons-webfont", "dist/tabler-icons.min.css"));
        try (InputStream sheet = TemplatesTest.class.getClassLoader().getResourceAsStream(path)) {
            assertThat(sheet).as(path).isNotNull();
            String css = new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("\\.ti-([a-z0-9-]+):before").matcher(css).results()
                    .map(match -> match.group(1)).collect(Collectors.toSet());
        }
    }

    private static Stream<Path> files(String folder, String ending) {
        try (Stream<Path> found = Files.walk(RESOURCES.resolve(folder))) {
            return found.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
