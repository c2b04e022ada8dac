// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.file.CsvTable.Row;
import io.shouxin.cli.file.CsvTable.State;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {

    private static final CsvFormat COMMA = new CsvFormat(',', '"');

    @Test
    void readsQuotesAndLineEndsInCells() throws IOException {
        assertThat(cells("a,b\r\n\"1\r\n2\",\"x\"\"y\"\r\nc,d", 100, 1000)).containsExactly(
                List.of("a", "b"), List.of("1\r\n2", "x\"y"), List.of("c", "d"));
    }

    @Test
    void keepsAMarkThatIsTheLastOfTheFileButOne() throws IOException {
        assertThat(cells("a,b\n1,\"2\"\"\"", 100, 1000)).containsExactly(List.of("a", "b"), List.of("1", "2\""));
        assertThat(cells("\"\"\"\"", 100, 1000)).containsExactly(List.of("\""));
        assertThat(rows("a,b\n1,\"2\"\"", 100, 1000)).extracting(Row::state)
                .containsExactly(State.GOOD, State.OPEN);
    }

    @Test
    void takesTextBehindAClosingMarkIntoTheCell() throws IOException {
        assertThat(cells("a,b\n\"x\"y,\"z\"\"\" \"\nc,d\n", 100, 1000)).containsExactly(
                List.of("a", "b"), List.of("xy", "z\" \""), List.of("c", "d"));
    }

    @Test
    void tellsWhatIsWrongWithARow() throws IOException {
        List<Row> rows = rows("a,b\n1\n1,2,3\n1,\uFFFD\n1,2\n", 100, 1000);
        assertThat(rows).extracting(Row::state).containsExactly(
                State.GOOD, State.RAGGED, State.RAGGED, State.UNREADABLE, State.GOOD);
        assertThat(rows).extracting(Row::line).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void cutsALongCellAndGoesOn() throws IOException {
        List<Row> rows = rows("a,b\n1," + "x".repeat(50) + "\n\"" + "y\"\"\n".repeat(20) + "\",3\n1,2\n", 10, 1000);
        assertThat(rows).extracting(Row::state).containsExactly(State.GOOD, State.CUT, State.CUT, State.GOOD);
        assertThat(rows.get(1).cells()).containsExactly("1", "x".repeat(10));
        assertThat(rows.get(2).cells().get(1)).isEqualTo("3");
        assertThat(rows.get(3).cells()).containsExactly("1", "2");
        assertThat(rows).extracting(Row::line).containsExactly(1L, 2L, 3L, 24L);
    }

    @Test
    void tellsAMarkThatNeverCloses() throws IOException {
        assertThat(rows("a,b\n1,\"2\n3,4\n", 100, 1000)).extracting(Row::state)
                .containsExactly(State.GOOD, State.OPEN);
    }

    /** A cell of a gigabyte, made on the fly: the heap of the tests would not hold it. */
    @Test
    void readsACellOfAGigabyteInConstantMemory() throws IOException {
        try (CsvTable table = new CsvTable(new Endless("a,b\n1,\"", 1L << 30, "\"\n1,2\n"), COMMA)) {
            assertThat(table.next().state()).isEqualTo(State.GOOD);
            assertThat(table.next().state()).isEqualTo(State.CUT);
            assertThat(table.next().cells()).containsExactly("1", "2");
            assertThat(table.next()).isNull();
        }
    }

    /** Where nothing is too long, the limits change nothing; and whatever comes, no cell is too long. */
    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void limitsChangeNothingThatFits(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            List<List<String>> expected = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < 1 + random.nextInt(5); row++) {
                List<String> cells = new ArrayList<>();
                for (int cell = 0; cell < 2; cell++) {
                    cells.add(cell(random));
                    text.append(cell > 0 ? "," : "").append('"').append(cells.get(cell).replace("\"", "\"\""))
                            .append('"');
                }
                text.append(random.nextBoolean() ? "\n" : "\r\n");
                expected.add(cells);
            }
            assertThat(cells(text.toString(), 40, 400)).as("seed %d", seed).isEqualTo(expected);
            assertThat(rows(text.toString(), 3, 400)).as("seed %d", seed).hasSameSizeAs(expected).allSatisfy(row ->
                    assertThat(row.cells()).allMatch(cell -> cell.length() <= 3));
            assertThat(rows(garbage(random), 5, 30)).allSatisfy(row ->
                    assertThat(row.cells()).allMatch(cell -> cell.length() <= 5));
        }
    }

    private static String cell(Random random) {
        StringBuilder cell = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            cell.append("ab,\"\n中 1".charAt(random.nextInt(8)));
        }
        return cell.toString();
    }

    private static String garbage(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(60); length > 0; length--) {
            text.append("a,\"\n\r1".charAt(random.nextInt(6)));
        }
        return text.toString();
    }

    private static List<List<String>> cells(String text, int cellMax, int rowMax) throws IOException {
        return rows(text, cellMax, rowMax).stream().map(Row::cells).toList();
    }

    private static List<Row> rows(String text, int cellMax, int rowMax) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (CsvTable table = new CsvTable(new StringReader(text), COMMA, cellMax, rowMax)) {
            for (Row row = table.next(); row != null; row = table.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** So many x between a beginning and an end. */
    private static final class Endless extends Reader {

        private final StringReader begin;
        private long left;
        private final StringReader end;

        Endless(String begin, long count, String end) {
            this.begin = new StringReader(begin);
            this.left = count;
            this.end = new StringReader(end);
        }

        @Override
        public int read(char[] target, int from, int length) throws IOException {
            int got = begin.read(target, from, length);
            if (got >= 0) {
                return got;
            }
            if (left == 0) {
                return end.read(target, from, length);
            }
            int count = (int) Math.min(length, left);
            java.util.Arrays.fill(target, from, from + count, 'x');
            left -= count;
            return count;
        }

        @Override
        public void close() {
            left = 0;
        }
    }
}
