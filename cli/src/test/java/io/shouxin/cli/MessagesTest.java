// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both languages have the same keys and places, and the code names no key that is not there. */
class MessagesTest {

    private static final Path FOLDER = Path.of("src/main/resources/messages");
    private static final Pattern PLACE = Pattern.compile("\\{\\d");
    private static final Pattern KEY = Pattern.compile("\"((?:[a-z][a-z-]*\\.)+[a-z0-9-]+)\"");

    @Test
    void bothLanguagesHaveTheSameKeysAndPlaces() throws IOException {
        Properties english = read("cli.properties");
        Properties chinese = read("cli_zh_CN.properties");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @Test
    void chineseIsWrittenInChinese() throws IOException {
        Properties chinese = read("cli_zh_CN.properties");
        List<String> foreign = chinese.stringPropertyNames().stream().filter(key ->
                !key.matches("shouxin.*footer.*|report.none|html.index.none|html.count|progress.open"))
                .filter(key -> chinese.getProperty(key).codePoints().noneMatch(c ->
                        Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)).toList();
        assertThat(foreign).containsExactlyInAnyOrder("report.doubt");
        assertThat(chinese.values()).allSatisfy(text -> assertThat((String) text)
                .doesNotContainPattern("\\p{IsHan}[,;:!?]"));
    }

    @Test
    void theCodeNamesKeysThatExist() throws IOException {
        Properties english = read("cli.properties");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                List<String> named = KEY.matcher(Files.readString(source)).results().map(one -> one.group(1))
                        .filter(key -> !key.endsWith(".part") && !key.startsWith("io.") && !key.startsWith("java.")
                                && !key.equals("messages.cli") && !key.equals("report.css") && !key.equals("os.name"))
                        // What core refuses and finds damaged is told by verify.
                        .map(key -> key.startsWith("ledger.") ? "verify.why." + key : key).toList();
                assertThat(english.stringPropertyNames()).as(source.toString()).containsAll(named);
            }
        }
    }

    private static TreeSet<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name))) {
            properties.load(reader);
        }
        return properties;
    }
}
