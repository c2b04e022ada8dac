// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the documents point at is there, and the two languages of the first page say the same. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PICTURES = ROOT.resolve("docs/pictures");
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)^```.*?^```", Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("\\./shouxin ([a-z]+)");
    private static final Pattern OPTION = Pattern.compile("\\./(?:shouxin [a-z]+|test) +(--[a-z-]+)");
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.\\w+)?`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ ");

    @TestFactory
    Stream<DynamicTest> everyRelativeLinkLeadsSomewhere() throws IOException {
        return documents().stream().map(document -> DynamicTest.dynamicTest(ROOT.relativize(document).toString(), () ->
                LINK.matcher(CODE.matcher(Files.readString(document)).replaceAll("")).results()
                        .map(link -> link.group(1)).filter(link -> !link.matches("[a-z]+:.*"))
                        .forEach(link -> assertThat(leadsSomewhere(document, link)).as(link).isTrue())));
    }

    private static boolean leadsSomewhere(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        // Screenshots are made from a running product: either all of them are there or none yet.
        if (target.startsWith(PICTURES) && !Files.isDirectory(PICTURES)) {
            return true;
        }
        if (!Files.exists(target) || !target.startsWith(ROOT)) {
            return false;
        }
        try {
            return parts.length == 1 || anchors(Files.readString(target)).contains(parts[1]);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** As the usual renderers make them: lower case, punctuation away, hyphens for spaces. */
    private static Set<String> anchors(String text) {
        Set<String> anchors = new TreeSet<>();
        text.lines().filter(line -> line.startsWith("#")).map(line -> line.replaceFirst("^#+ +", "").toLowerCase()
                .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-')).forEach(anchors::add);
        return anchors;
    }

    @TestFactory
    Stream<DynamicTest> everyCommandExists() throws IOException {
        String launcher = Files.readString(ROOT.resolve("shouxin"));
        String tests = Files.readString(ROOT.resolve("test"));
        String commandLine = sources(ROOT.resolve("cli/src/main/java"));
        return documents().stream().map(document -> DynamicTest.dynamicTest(
                ROOT.relativize(document).toString(), () -> {
            String text = Files.readString(document);
            found(COMMAND, text).forEach(command -> assertThat(launcher)
                    .as(command).containsPattern("(?m)^ +(?:[a-z]+ \\| )*" + command + "(?: \\| [a-z]+)*\\)"));
            found(OPTION, text).forEach(option -> assertThat(List.of(option + ")", '"' + option + '"')).as(option)
                    .anyMatch(spelling -> (launcher + tests + commandLine).contains(spelling)));
        }));
    }

    /** What the command line declares, as it is written there. */
    private static String sources(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /** A claim that rests on a test which is not there rests on nothing. */
    @TestFactory
    Stream<DynamicTest> everyTestThatIsNamedExists() throws IOException {
        Set<String> known = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                            .forEach(name -> known.add(name.replace(".java", "")));
                }
            }
        }
        return documents().stream().map(document -> DynamicTest.dynamicTest(ROOT.relativize(document).toString(), () ->
                assertThat(known).containsAll(found(NAMED_TEST, Files.readString(document)).stream()
                        .filter(name -> !name.equals("XTest") && !name.equals("XIT")).toList())));
    }

    @Test
    void saysTheSameInBothLanguages() throws IOException {
        String english = Files.readString(ROOT.resolve("README.md"));
        String chinese = Files.readString(ROOT.resolve("README.zh-CN.md"));
        assertThat(HEADING.matcher(chinese).results().count()).isEqualTo(HEADING.matcher(english).results().count());
        assertThat(blocks(chinese)).isEqualTo(blocks(english));
        assertThat(targets(chinese)).isEqualTo(targets(english));
        assertThat(bullets(chinese)).isEqualTo(bullets(english));
    }

    private static List<String> blocks(String text) {
        return CODE.matcher(text).results().map(MatchResult::group).toList();
    }

    /** The picture and the way to the other language differ on purpose. */
    private static List<String> targets(String text) {
        return LINK.matcher(text).results().map(link -> link.group(1))
                .filter(link -> !link.startsWith("README") && !link.startsWith("docs/pictures/")).toList();
    }

    private static long bullets(String text) {
        return text.lines().filter(line -> line.startsWith("- ")).count();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).distinct().toList();
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("changelog"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(ReadmeTest::isDocument).forEach(documents::add);
            }
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(ReadmeTest::isDocument).forEach(documents::add);
        }
        assertThat(documents).hasSizeGreaterThan(10);
        return documents.stream().sorted().toList();
    }

    private static boolean isDocument(Path file) {
        return file.toString().endsWith(".md") && Files.isRegularFile(file);
    }
}
