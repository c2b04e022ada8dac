// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/**
 * A table row by row. A row that cannot be taken as it stands is handed over all the same, with what is wrong with it:
 * nothing is left out in silence and one bad row never ends the reading.
 */
public final class CsvTable implements AutoCloseable {

    /** Longer cells are cut; no identifier and no note is that long. */
    static final int CELL_MAX = 1 << 20;
    static final int ROW_MAX = 1 << 24;
    private static final int FIELDS_MAX = 20_000;
    /** The parser begins with a buffer of 16,384 characters and asks for room above it. */
    private static final int BUFFER_MIN = 1 << 16;

    private final CellLimitReader limited;
    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> records;
    private long hiddenLines;
    private int width = -1;

    /** What a row is like. */
    public enum State { GOOD, RAGGED, UNREADABLE, CUT, OPEN }

    /**
     * One row.
     *
     * @param line at which it begins, from 1
     */
    public record Row(long line, List<String> cells, State state) {}

    public CsvTable(Reader text, CsvFormat format) {
        this(text, format, CELL_MAX, ROW_MAX);
    }

    CsvTable(Reader text, CsvFormat format, int cellMax, int rowMax) {
        limited = new CellLimitReader(text, format.separator(), format.quote(), cellMax, rowMax);
        csv = CsvReader.builder().fieldSeparator(format.separator()).quoteCharacter(format.quote())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(true).maxBufferSize(2 * rowMax + BUFFER_MIN)
                .build(CsvRecordHandler.of(limits -> limits.maxFields(FIELDS_MAX).maxFieldSize(rowMax + 4096)
                        .maxRecordSize(rowMax + 4096)), limited);
        records = csv.iterator();
    }

    /** The first row decides how many cells a row has. */
    public Row next() throws IOException {
        CsvRecord record = read();
        if (record == null) {
            return null;
        }
        long seen = record.getStartingLineNumber();
        long line = seen + hiddenLines;
        State lost = null;
        while (!limited.cuts().isEmpty() && limited.cuts().peek().line() <= seen) {
            CellLimitReader.Cut cut = limited.cuts().remove();
            lost = cut.line() < seen ? lost : cut.open() ? State.OPEN : State.CUT;
            hiddenLines = cut.hiddenLines();
        }
        List<String> cells = record.getFields();
        if (width < 0) {
            width = cells.size();
        }
        return new Row(line, cells, lost != null ? lost : state(cells));
    }

    private State state(List<String> cells) {
        if (cells.size() != width) {
            return State.RAGGED;
        }
        for (String cell : cells) {
            if (cell.indexOf(DecodingReader.UNREADABLE) >= 0) {
                return State.UNREADABLE;
            }
        }
        return State.GOOD;
    }

    /** The parser wraps what its reader throws, and its own messages may quote a cell. */
    private CsvRecord read() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        } catch (RuntimeException unreadable) {
            throw new Failure(Exit.INPUT, "table.unreadable");
        }
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
