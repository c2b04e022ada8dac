// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.core.plan.RowBatch;
import io.shouxin.core.risk.CodedColumn;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some columns of a table in memory, coded: four bytes a row and column, and each different value once. Cells lose the
 * blanks around them.
 */
public final class TableColumns {

    /**
     * What the user said of the table.
     *
     * @param encoding null for marked or UTF-8
     * @param separator 0 to find out
     */
    public record Told(Charset encoding, char separator) {}

    private final Map<String, CodedColumn> columns = new LinkedHashMap<>();
    private final String encoding;
    private long rows;
    private long badRows;

    private TableColumns(String encoding) {
        this.encoding = encoding;
    }

    /**
     * Reads the columns of these names.
     *
     * @throws Failure if the table cannot be read or lacks one of the columns
     */
    public static TableColumns read(Path file, Told told, List<String> names, Console console, Progress progress)
            throws IOException {
        try (CsvSource source = CsvSource.open(file, told.encoding, told.separator, console, progress)) {
            CsvCells cells = source.cells();
            List<String> header = cells.header();
            if (header.isEmpty()) {
                throw new Failure(Exit.INPUT, "protect.no-header");
            }
            int[] places = new int[names.size()];
            List<CodedColumn.Builder> builders = new ArrayList<>();
            for (int i = 0; i < places.length; i++) {
                places[i] = header.indexOf(names.get(i));
                if (places[i] < 0 || places[i] != header.lastIndexOf(names.get(i))) {
                    throw new Failure(Exit.INPUT, "assess.no-column", Console.harmless(names.get(i)));
                }
                builders.add(CodedColumn.builder(1 << 16));
            }
            TableColumns table = new TableColumns(source.encoding().name());
            table.fill(cells, header.size(), places, builders);
            for (int i = 0; i < places.length; i++) {
                table.columns.put(names.get(i), builders.get(i).build());
            }
            return table;
        }
    }

    private void fill(CsvCells cells, int width, int[] places, List<CodedColumn.Builder> builders) throws IOException {
        RowBatch batch = new RowBatch(width);
        while (cells.fill(batch, (line, fault) -> badRows++)) {
            rows += batch.rows();
            for (int i = 0; i < places.length; i++) {
                CodedColumn.Builder builder = builders.get(i);
                for (int row = 0; row < batch.rows(); row++) {
                    int from = batch.from(row, places[i]);
                    builder.add(new String(batch.data(), from, batch.to(row, places[i]) - from, UTF_8).strip());
                }
            }
        }
        cells.wipe();
    }

    public CodedColumn column(String name) {
        return columns.get(name);
    }

    public long rows() {
        return rows;
    }

    /** Rows that could not be taken as they stand, and are not measured. */
    public long badRows() {
        return badRows;
    }

    public String encoding() {
        return encoding;
    }
}
