// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds every page to its two languages: the same keys and placeholders in each, no text outside the
 * message files, and the wording the design asks for. It compares form; whether the Chinese is Chinese
 * has to be read.
 */
class MessagesTest {

    private static final Path MESSAGES = Path.of("src/main/resources/messages");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path SOURCES = Path.of("src/main/java");

    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:-]+)=\"([^\"]*)\"");
    private static final Pattern INLINED = Pattern.compile("\\[\\[.*?]]");
    private static final Pattern EXPRESSION = Pattern.compile("[$#@~*]\\{[^{}]*(?:\\{[^{}]*}[^{}]*)*}");
    private static final Pattern QUOTED = Pattern.compile("'[^']*\\p{L}[^']*'|\\|[^|]*\\p{L}[^|]*\\|");
    private static final Pattern KEY_USED = Pattern.compile("#\\{([a-z][A-Za-z0-9_.-]*[A-Za-z0-9_])");
    private static final Pattern KEY_BEGUN = Pattern.compile("#\\{\\|([a-z][A-Za-z0-9_.-]*)\\$\\{");
    private static final Pattern KEY_QUOTED = Pattern.compile("'[>~]?([a-z][a-z-]*\\.[A-Za-z0-9_.-]+)'");
    private static final Pattern KEY_IN_JAVA = Pattern.compile("\\bwords\\.(?:of|in)\\(\\s*"
            + "(?:[a-zA-Z.()]+,\\s*)?\"([a-z][A-Za-z0-9_.-]+)\"\\s*[,)]");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");

    /** Attributes whose value a reader sees or hears. */
    private static final Set<String> SPOKEN = Set.of(
            "title", "alt", "placeholder", "aria-label", "aria-description", "label", "content");
    /** Expressions that end as something a reader sees or hears. */
    private static final Set<String> SPOKEN_BY_EXPRESSION = Set.of("th:text", "th:title", "th:alt",
            "th:placeholder", "th:aria-label", "th:label");

    /** The same in both languages on purpose. */
    private static final Set<String> SAME = Set.of("console.mark", "console.cell.none.mark");
    /** English lines that show Chinese on purpose: the name, and the way to the other language. */
    private static final Set<String> CHINESE_IN_ENGLISH =
            Set.of("console.mark", "console.name.other", "console.language.other");

    @TestFactory
    Stream<DynamicTest> everyBundleSaysTheSameInBothLanguages() {
        return bundles().map(base -> DynamicTest.dynamicTest(base.getFileName().toString(), () -> {
            Map<String, String> english = load(base);
            Map<String, String> chinese = load(chinese(base));
            assertThat(chinese.keySet()).isEqualTo(english.keySet());
            for (String key : english.keySet()) {
                assertThat(placeholders(chinese.get(key))).as(key).isEqualTo(placeholders(english.get(key)));
                if (!SAME.contains(key)) {
                    assertThat(chinese.get(key)).as(key).isNotEqualTo(english.get(key));
                }
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyKeyBeginsWithTheNameOfItsBundle() {
        return bundles().map(base -> DynamicTest.dynamicTest(base.getFileName().toString(), () -> {
            String name = base.getFileName().toString().replace(".properties", "");
            assertThat(load(base).keySet()).allMatch(key -> key.startsWith(name + "."));
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyTextIsAMessageFormatThatLosesNothing() {
        return files(MESSAGES, path -> true).map(file -> DynamicTest.dynamicTest(
                file.getFileName().toString(), () -> load(file).forEach((key, text) -> {
                    assertThat(text).as(key).isNotBlank();
                    new MessageFormat(text, Locale.ROOT);
                    // A single apostrophe opens a quotation in a message format and vanishes.
                    assertThat(text.replace("''", "")).as(key).doesNotContain("'");
                })));
    }

    @TestFactory
    Stream<DynamicTest> chineseIsPlainAndPunctuatedAsChinese() {
        return bundles().map(base -> DynamicTest.dynamicTest(base.getFileName().toString(), () ->
                load(chinese(base)).forEach((key, text) -> {
                    assertThat(text).as(key).doesNotContain("！", "请您", "抱歉", "您", "匿名", "绝对安全", "脱敏完成");
                    // Half width stays inside numbers and addresses only.
                    assertThat(text).as(key).doesNotContainPattern(
                            "\\p{IsHan}[,;:?!()](?=\\p{IsHan}|\\s|$)|[,;?!(]\\p{IsHan}");
                })));
    }

    @TestFactory
    Stream<DynamicTest> englishIsPlainAndEnglish() {
        return bundles().map(base -> DynamicTest.dynamicTest(base.getFileName().toString(), () ->
                load(base).forEach((key, text) -> {
                    assertThat(text).as(key).doesNotContain("!").doesNotContainPattern(
                            "(?i)\\b(?:please|sorry|oops|successfully|anonymous|anonymised)\\b");
                    if (!CHINESE_IN_ENGLISH.contains(key)) {
                        assertThat(text).as(key).doesNotContainPattern("[\\p{IsHan}，。：；（）“”]");
                    }
                })));
    }

    @TestFactory
    Stream<DynamicTest> everyTemplateUsesKnownKeysAndNoLiteralText() {
        Set<String> known = known();
        Set<String> modules = bundles().map(base -> base.getFileName().toString().replace(".properties", ""))
                .collect(Collectors.toSet());
        return files(TEMPLATES, path -> path.toString().endsWith(".html")).map(template ->
                DynamicTest.dynamicTest(TEMPLATES.relativize(template).toString(), () -> {
                    String html = COMMENT.matcher(Files.readString(template)).replaceAll("");
                    assertThat(known).containsAll(matches(KEY_USED, html));
                    assertThat(matches(KEY_BEGUN, html))
                            .allMatch(start -> known.stream().anyMatch(key -> key.startsWith(start)));
                    assertThat(known).containsAll(matches(KEY_QUOTED, html).stream()
                            .filter(key -> modules.contains(key.substring(0, key.indexOf('.')))).toList());
                    assertThat(literals(html)).as("text outside the message files").isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyKeyWrittenInJavaIsKnown() {
        Set<String> known = known();
        return files(SOURCES, path -> path.toString().endsWith(".java")).flatMap(source -> {
            List<String> used = matches(KEY_IN_JAVA, read(source)).stream()
                    .filter(key -> !key.endsWith(".")).toList();
            return used.isEmpty() ? Stream.of() : Stream.of(DynamicTest.dynamicTest(
                    source.getFileName().toString(), () -> assertThat(known).containsAll(used)));
        });
    }

    private static List<String> literals(String html) {
        List<String> found = new ArrayList<>();
        String text = INLINED.matcher(TAG.matcher(html).replaceAll("\n")).replaceAll("");
        text.lines().map(line -> line.replaceAll("&#?\\w+;", "").strip())
                .filter(line -> line.codePoints().anyMatch(Character::isLetter)).forEach(found::add);
        TAG.matcher(html).results().map(MatchResult::group).filter(tag -> !tag.startsWith("<meta"))
                .forEach(tag -> ATTRIBUTE.matcher(tag).results().forEach(attribute -> {
                    String name = attribute.group(1);
                    String value = attribute.group(2);
                    boolean letters = value.codePoints().anyMatch(Character::isLetter);
                    if (SPOKEN.contains(name) && letters
                            || SPOKEN_BY_EXPRESSION.contains(name) && speaks(value)) {
                        found.add(attribute.group());
                    }
                }));
        return found;
    }

    /** Whether a text is written into an expression; keys, fields and comparisons are not text. */
    private static boolean speaks(String expression) {
        return QUOTED.matcher(EXPRESSION.matcher(expression).replaceAll("")).find();
    }

    private static Set<String> known() {
        return bundles().flatMap(base -> load(base).keySet().stream()).collect(Collectors.toSet());
    }

    private static Set<String> placeholders(String text) {
        return new TreeSet<>(matches(PLACEHOLDER, text));
    }

    private static Stream<Path> bundles() {
        return files(MESSAGES, path -> !path.getFileName().toString().contains("_"));
    }

    private static Path chinese(Path base) {
        return Path.of(base.toString().replace(".properties", "_zh_CN.properties"));
    }

    private static Stream<Path> files(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).filter(wanted).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> lines = new TreeMap<>();
        properties.forEach((key, text) -> lines.put((String) key, (String) text));
        return lines;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).distinct().toList();
    }
}
