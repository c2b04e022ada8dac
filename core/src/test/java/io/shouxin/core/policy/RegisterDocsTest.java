// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.Budget;
import io.shouxin.core.data.Family;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/register.md has a heading for each part, and below it a row for each key, and no other. */
class RegisterDocsTest {

    private static final String PAGE = RegisterFixture.file("docs/register.md");

    static Stream<String> parts() {
        return Keys.ALL.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("parts")
    void page_hasEveryKey(String part) {
        assertThat(rows(part)).containsExactlyElementsOf(Keys.ALL.get(part));
    }

    @Test
    void page_namesEveryWord() {
        Stream<Enum<?>[]> words = Stream.of(LegalBasis.values(), Family.values(), Budget.values(),
                Index.values(), UnlistedFields.values(), Channel.values(), Form.values(),
                Keep.Start.values(), Operation.values(), Way.values());

        assertThat(words.flatMap(Arrays::stream).map(word -> "`" + Word.of(word) + "`"))
                .allSatisfy(word -> assertThat(PAGE).contains(word));
    }

    @Test
    void page_explainsEveryProblem() {
        assertThat(Problem.keys()).allSatisfy(key -> assertThat(PAGE).contains("`" + key + "`"));
    }

    @Test
    void page_examplesRead() {
        int at = PAGE.indexOf("```yaml") + "```yaml".length();
        String example = PAGE.substring(at, PAGE.indexOf("```", at));

        assertThat(RegisterFixture.read(example).problems()).isEmpty();
    }

    private static List<String> rows(String part) {
        return PAGE.lines().dropWhile(line -> !line.equals("## `" + part + "`")).skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `")).map(line -> line.split("`")[1]).toList();
    }
}
