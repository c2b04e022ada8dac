// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.shouxin.cli.Failure;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables as they lie about: no row is lost, no cell is too long, and limits change nothing that fits. */
class CsvTableFuzz {

    private static final CsvFormat COMMA = new CsvFormat(',', '"');
    private static final int CELL_MAX = 20;
    private static final int ROW_MAX = 60;

    static Stream<byte[]> seeds() {
        return Stream.concat(Stream.of(Seeds.file("testdata/detect/texts.txt")), Seeds.of("a,b\r\n1,2\r\n",
                "a;b;c\n\"1\n2\";\"x\"\"y\";z\n", "a\tb\n\"x\"y\t1\n", "a,b\n1,\"open\n3,4\n",
                "\ufeffa,b\n1,2\n", "a,b\n" + "x".repeat(100) + ",1\n\"" + "\n".repeat(50) + "\",2\n"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void losesNothingInSilence(byte[] input) {
        String text = decoded(input);
        CsvFormat format = Optional.ofNullable(Trial.always(input.length, () ->
                Optional.ofNullable(CsvFormat.detect(text))).orElse(null)).orElse(COMMA);
        Optional<List<CsvTable.Row>> rows = rows(text, format, CsvTable.CELL_MAX, CsvTable.ROW_MAX);
        Optional<List<List<String>>> judged = byTheParserAlone(text, format);
        judged.ifPresent(expected -> holds(rows.isPresent()
                && rows.get().stream().map(CsvTable.Row::cells).toList().equals(expected),
                "limits change nothing that fits"));
        Optional<List<CsvTable.Row>> narrow = rows(text, format, CELL_MAX, ROW_MAX);
        narrow.ifPresent(cut -> {
            ordered(cut);
            holds(cut.stream().flatMap(row -> row.cells().stream()).allMatch(cell -> cell.length() <= CELL_MAX),
                    "no cell is longer than allowed");
            holds(rows.isEmpty() || rows.get().size() == cut.size(), "cutting loses no row");
        });
        rows.ifPresent(whole -> {
            ordered(whole);
            again(whole);
        });
    }

    private static String decoded(byte[] input) {
        TextEncoding encoding = Trial.of(input.length, Failure.class, () ->
                        Optional.ofNullable(TextEncoding.detect(input, input.length))).flatMap(found -> found)
                .orElse(new TextEncoding(StandardCharsets.UTF_8, TextEncoding.Known.TOLD, 0));
        return Trial.always(input.length, () -> {
            StringBuilder text = new StringBuilder();
            char[] some = new char[97];
            try (DecodingReader reader = new DecodingReader(new ByteArrayInputStream(input), encoding, count -> { })) {
                for (int got = reader.read(some, 0, some.length); got >= 0;
                        got = reader.read(some, 0, some.length)) {
                    text.append(some, 0, got);
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return text.toString();
        });
    }

    private static Optional<List<CsvTable.Row>> rows(String text, CsvFormat format, int cellMax, int rowMax) {
        return Trial.of(text.length(), Failure.class, () -> {
            List<CsvTable.Row> rows = new ArrayList<>();
            try (CsvTable table = new CsvTable(new StringReader(text), format, cellMax, rowMax)) {
                for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                    rows.add(row);
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return rows;
        });
    }

    private static Optional<List<List<String>>> byTheParserAlone(String text, CsvFormat format) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().fieldSeparator(format.separator())
                .quoteCharacter(format.quote()).allowUnclosedQuote(false).ofCsvRecord(text)) {
            return Optional.of(csv.stream().map(CsvRecord::getFields).toList());
        } catch (CsvParseException | UncheckedIOException notQuiteCsv) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void ordered(List<CsvTable.Row> rows) {
        for (int i = 1; i < rows.size(); i++) {
            holds(rows.get(i - 1).line() < rows.get(i).line(), "rows come in order");
        }
    }

    /** Written down properly, the same cells are read again. */
    private static void again(List<CsvTable.Row> rows) {
        String text = rows.stream().map(row -> row.cells().stream()
                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"').collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
        List<List<String>> second = rows(text, COMMA, CsvTable.CELL_MAX, CsvTable.ROW_MAX).orElseThrow().stream()
                .map(CsvTable.Row::cells).toList();
        holds(second.equals(rows.stream().map(CsvTable.Row::cells).toList()), "a row reads back equal");
    }
}
