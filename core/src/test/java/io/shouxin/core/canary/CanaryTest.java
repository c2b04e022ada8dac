// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

    private static Canary canary(long seed) {
        return Canary.random(new Random(seed), CanaryRanges.UNASSIGNED, TODAY);
    }

    private static String plain(Optional<SecretText> value) {
        return value.orElseThrow().plain(PlainAccess.granted());
    }

    /** Reading a value is checking it, so that nothing is needed here but many of them. */
    @ParameterizedTest
    @EnumSource(value = ValueType.class, mode = EnumSource.Mode.EXCLUDE, names = {"TEXT", "DECIMAL", "INTEGER",
        "BOOLEAN", "CODE", "CUSTOMER_NUMBER", "PASSWORD"})
    void everyValue_isOneOfItsType(ValueType type) {
        Set<String> values = new HashSet<>();
        for (int seed = 0; seed < 2_000; seed++) {
            values.add(plain(canary(seed).value(type)));
        }
        assertThat(values).hasSizeGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(value = ValueType.class, names = {"TEXT", "DECIMAL", "INTEGER", "BOOLEAN", "CODE", "CUSTOMER_NUMBER",
        "PASSWORD"})
    void whatHasToBeLikeOthers_isLeftToWhoeverKnowsThem(ValueType type) {
        assertThat(canary(1).value(type)).isEmpty();
    }

    @Test
    void birthAndDocument_agree() {
        for (int seed = 0; seed < 500; seed++) {
            Canary one = canary(seed);
            assertThat(plain(one.value(ValueType.RESIDENT_ID)).substring(6, 14))
                    .isEqualTo(plain(one.value(ValueType.DATE)).replace("-", ""));
        }
    }

    @Test
    void numbersAndMailboxes_areFromTheOperatorsRanges() {
        CanaryRanges own = new CanaryRanges(List.of("1641234"), "post.example");
        Canary one = Canary.random(new Random(7), own, TODAY);

        assertThat(plain(one.value(ValueType.PHONE))).startsWith("+861641234").hasSize(14);
        assertThat(plain(one.value(ValueType.EMAIL))).endsWith("@post.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "264", "16412345678", "16a", " 164"})
    void whatIsNoPrefix_isRefused(String prefix) {
        assertThatThrownBy(() -> new CanaryRanges(List.of(prefix), "mail.example"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "Mail.example", "-a.example", "a b.example"})
    void whatIsNoDomain_isRefused(String domain) {
        assertThatThrownBy(() -> new CanaryRanges(List.of("164"), domain))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_saysNothing() {
        assertThat(canary(3).toString()).isEqualTo("Canary[…]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "+8616412345678 | 164 1234 5678", "+8616412345678 | 0086-164-1234-5678", "+8616412345678 | １６４１２３４５６７８",
        "539112199001011234 | 539112 19900101 1234", "abcd1234@mail.example | ABCD1234@MAIL.EXAMPLE",
        "和平路12号3栋402室 | 和平路 12号 3栋 402室", "164****5678 | 164 **** 5678"})
    void tagsOfTwoWritings_areOne(String kept, String found) {
        assertThat(tags(1).tag(found)).isEqualTo(tags(1).tag(kept));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"16412345678 | 16412345679", "164****5678 | 1645678", "8616412 | 16412"})
    void tagsOfTwoValues_differ(String one, String other) {
        assertThat(tags(1).tag(other)).isNotEqualTo(tags(1).tag(one));
    }

    @Test
    void tagsUnderTwoKeys_differ() {
        assertThat(tags(2).tag("16412345678")).isNotEqualTo(tags(1).tag("16412345678"))
                .hasSize(CanaryTags.TAG_BYTES);
    }

    private static CanaryTags tags(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return new CanaryTags(SecretBytes.copyOf(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"王丽,16412345678,539112199001011234\n", "{\"phone\":\"16412345678\",\"name\":\"王丽\"}",
        "INSERT INTO t VALUES ('王丽', '16412345678');", "姓名：王丽　电话：16412345678。", "王丽 16412345678 已办理",
        "=\"16412345678\"\t王丽\r\n", "16412345678王丽很长的一行 "
                + "0000000000 0000000000 0000000000 0000000000 0000000000 0000000000 0000000000 0000000000 0000000000 "
                + "0000000000 0000000000 0000000000 16412345678 王丽"})
    void cells_areFoundInAnyText(String text) throws IOException {
        assertThat(cells(text)).contains("王丽", "16412345678");
    }

    @Test
    void endlessText_isReadInLittleMemory() throws IOException {
        assertThat(cells("x".repeat(1_000_000))).allMatch(cell -> cell.length() <= 120);
    }

    @Test
    void linesEnd_whereRowsDo() throws IOException {
        assertThat(cells("a1,b1\r\nc1\n\nd1")).containsExactly("a1", "b1", "|", "c1", "|", "|", "d1", "|");
    }

    @Test
    void tagsOfTwoValuesTogether_areOneInEitherOrder() {
        assertThat(tags(1).tag("王*", "**** 2347")).isEqualTo(tags(1).tag("****2347", "王*"))
                .isNotEqualTo(tags(1).tag("王*", "****2348")).isNotEqualTo(tags(1).tag("王*****2347"));
    }

    /** The ends of lines as strokes. */
    private static List<String> cells(String text) throws IOException {
        List<String> cells = new ArrayList<>();
        WrittenCells.read(new StringReader(text), new WrittenCells.Taker() {

            @Override
            public void cell(String cell) {
                cells.add(cell);
            }

            @Override
            public void endOfLine() {
                cells.add("|");
            }
        });
        return cells;
    }
}
