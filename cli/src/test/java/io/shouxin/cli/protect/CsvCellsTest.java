// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import io.shouxin.core.plan.RowBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellsTest {

    private static final int ROW_MAX = 600;

    /** Random tables, handed over in pieces of random length: the same cells as another parser sees. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsWhatAnotherParserReads(long seed) throws IOException {
        Random random = new Random(seed);
        String[] ends = {"\n", "\r\n", "\r"};
        StringBuilder text = new StringBuilder("a,b,c\n");
        for (int row = 0; row < 3000; row++) {
            for (int i = 0; i < 3; i++) {
                text.append(i > 0 ? "," : "").append(cell(random));
            }
            text.append(ends[random.nextInt(3)]);
        }
        List<List<String>> expected = new ArrayList<>();
        try (var reader = CsvReader.builder().ofCsvRecord(new StringReader(text.toString()))) {
            reader.forEach(record -> expected.add(record.getFields()));
        }
        assertThat(read(text.toString(), random, CsvCells.ROW_MAX)).isEqualTo(expected);
    }

    @Test
    void tellsTheLineOfEveryRow() throws IOException {
        assertThat(faults("a,b\n1,2\n\"x\ny\r\nz\",2\n1\n\n3,4,5\n\"a\"b,c\n")).containsExactly(
                "6 RAGGED", "8 RAGGED", "9 QUOTES");
    }

    @Test
    void boundsARowAndGoesOnBehindIt() throws IOException {
        String giant = "x".repeat(5000);
        assertThat(faults("a,b\n1,2\n" + giant + ",2\n3,4\n\"" + giant + "\n\"\"," + giant + "\",5\n6\n"))
                .containsExactly("3 CUT", "5 CUT", "7 RAGGED");
        assertThat(read("a,b\n1,2\n" + giant + ",2\n3,4\n", new Random(1), ROW_MAX))
                .containsExactly(List.of("a", "b"), List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void tellsAMarkThatNeverCloses() throws IOException {
        assertThat(faults("a,b\n1,2\n\"x,2\n3,4\n")).containsExactly("3 OPEN");
        assertThat(faults("a,b\n1,2\n\"" + "x".repeat(3000) + ",2\n3,4\n")).containsExactly("3 OPEN");
    }

    @Test
    void takesALastRowWithoutAnEnd() throws IOException {
        assertThat(read("a,b\n1,", new Random(1), ROW_MAX)).containsExactly(List.of("a", "b"), List.of("1", ""));
        assertThat(read("a,b\n1,\"\"", new Random(1), ROW_MAX)).containsExactly(List.of("a", "b"), List.of("1", ""));
        assertThat(read("a,b\n1,2\r", new Random(1), ROW_MAX)).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    private static String cell(Random random) {
        StringBuilder cell = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            cell.append("ab1é中𠮷 ,\"\n\r".codePoints().skip(random.nextInt(11)).findFirst().stream()
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append));
        }
        String plain = cell.toString();
        boolean marks = random.nextInt(4) == 0 || plain.chars().anyMatch(c -> ",\"\n\r".indexOf(c) >= 0);
        return marks ? "\"" + plain.replace("\"", "\"\"") + "\"" : plain.isEmpty() ? "\"\"" : plain;
    }

    private static List<List<String>> read(String text, Random random, int rowMax) throws IOException {
        CsvCells cells = new CsvCells(pieces(text, random), ',', false, rowMax);
        List<List<String>> rows = new ArrayList<>();
        rows.add(cells.header());
        RowBatch batch = new RowBatch(rows.get(0).size());
        while (cells.fill(batch, (line, fault) -> { })) {
            for (int row = 0; row < batch.rows(); row++) {
                List<String> one = new ArrayList<>();
                for (int i = 0; i < batch.columns(); i++) {
                    one.add(new String(batch.data(), batch.from(row, i), batch.to(row, i) - batch.from(row, i), UTF_8));
                }
                rows.add(one);
            }
        }
        return rows;
    }

    private static List<String> faults(String text) throws IOException {
        CsvCells cells = new CsvCells(pieces(text, new Random(3)), ',', false, ROW_MAX);
        List<String> faults = new ArrayList<>();
        RowBatch batch = new RowBatch(cells.header().size());
        while (cells.fill(batch, (line, fault) -> faults.add(line + " " + fault))) {
            assertThat(batch.rows()).isLessThanOrEqualTo(RowBatch.ROWS_MAX);
        }
        return faults;
    }

    private static InputStream pieces(String text, Random random) {
        return new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 1 + random.nextInt(300)));
            }
        };
    }
}
