// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.intake.Mapping.Column;
import io.shouxin.server.problem.Refused;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a file by its mapping into chunks, as a stream. A row that cannot be read is a reject with its
 * line; only what makes all rows doubtful (encoding, columns, an open quotation mark) refuses the file.
 */
final class CsvFile {

    static final int CHUNK_ROWS = 250;
    static final int FIELD_CHARACTERS_MAX = 10_000;

    /** So that no chunk outgrows what a transaction and the memory should hold. */
    private static final int CHUNK_CHARACTERS_MAX = 2_000_000;
    private static final int READ_CHARACTERS_MAX = 4 << 20;
    private static final int READ_FIELDS_MAX = 2_000;
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    private final Mapping mapping;
    private final Consumer<Chunk> chunks;
    private final List<Column> columns = new ArrayList<>();
    private int width;
    private Chunk.Builder chunk = new Chunk.Builder();
    private int seq;
    private long line;

    private CsvFile(Mapping mapping, Consumer<Chunk> chunks) {
        this.mapping = mapping;
        this.chunks = chunks;
    }

    /**
     * Reads to the end and hands over every chunk in order.
     *
     * @throws Refused when the file as a whole cannot be taken; nothing that was handed over counts then
     */
    static void read(InputStream source, Mapping mapping, Consumer<Chunk> chunks) throws IOException {
        CsvFile file = new CsvFile(mapping, chunks);
        try (StrictReader reader = new StrictReader(source, mapping.format().encoding());
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .fieldSeparator(mapping.format().separator()).quoteCharacter(mapping.format().quote())
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false).maxBufferSize(READ_CHARACTERS_MAX)
                        .build(CsvRecordHandler.of(limits -> limits.maxFields(READ_FIELDS_MAX)
                                .maxFieldSize(READ_CHARACTERS_MAX).maxRecordSize(READ_CHARACTERS_MAX)), reader)) {
            file.readAll(csv.iterator());
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private void readAll(Iterator<CsvRecord> records) throws IOException {
        CsvRecord first = next(records);
        if (first == null) {
            throw new Refused(Refused.Kind.INVALID, "intake.empty");
        }
        CsvRecord row = first;
        if (mapping.format().header()) {
            header(first.getFields().stream().map(String::strip).toList());
            row = next(records);
        } else {
            numbers(first.getFieldCount());
        }
        if (row == null) {
            throw new Refused(Refused.Kind.INVALID, "intake.no-rows");
        }
        for (; row != null; row = next(records)) {
            take(row);
            if (chunk.rows() >= CHUNK_ROWS || chunk.characters() >= CHUNK_CHARACTERS_MAX) {
                handOver();
            }
        }
        if (chunk.rows() > 0) {
            handOver();
        }
    }

    /** The parser wraps what its reader throws, and its own messages may quote a cell. */
    private CsvRecord next(Iterator<CsvRecord> records) throws IOException {
        try {
            CsvRecord record = records.hasNext() ? records.next() : null;
            line = record == null ? line : record.getStartingLineNumber();
            return record;
        } catch (RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof Refused refused) {
                    throw refused;
                }
                if (cause instanceof IOException broken) {
                    throw broken;
                }
            }
            throw new Refused(Refused.Kind.INVALID, "intake.unreadable", Long.toString(line + 1));
        }
    }

    private void handOver() {
        chunks.accept(chunk.build(seq++));
        chunk = new Chunk.Builder();
    }

    /**
     * Matches the first row with the mapping. Its texts are repeated in answers only where some of them
     * are columns of the mapping: else it is no row of names, and may be a customer.
     */
    private void header(List<String> names) {
        if (names.stream().noneMatch(mapping.columns()::containsKey)) {
            char separator = otherSeparator(names);
            if (separator != 0) {
                throw new Refused(Refused.Kind.INVALID, "intake.separator",
                        shown(mapping.format().separator()), shown(separator));
            }
            throw new Refused(Refused.Kind.INVALID, "intake.header-strange");
        }
        List<Refused.Detail> wrong = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String place = Integer.toString(i + 1);
            if (name.isEmpty()) {
                wrong.add(new Refused.Detail("column " + place, "intake.header.unnamed", List.of(place)));
            } else if (seen.putIfAbsent(name, i + 1) != null) {
                wrong.add(new Refused.Detail(shortened(name), "intake.header.twice",
                        List.of(String.valueOf(seen.get(name)), place)));
            } else if (!mapping.columns().containsKey(name) && !mapping.ignore().contains(name)
                    && !mapping.ignoreUnlisted()) {
                wrong.add(new Refused.Detail(shortened(name), "intake.header.unlisted"));
            }
        }
        mapping.columns().keySet().stream().filter(name -> !seen.containsKey(name)).forEach(name ->
                wrong.add(new Refused.Detail(shortened(name), "intake.header.missing")));
        refuseIfAny(wrong);
        names.forEach(name -> columns.add(mapping.columns().get(name)));
        width = names.size();
    }

    private void numbers(int count) {
        List<Refused.Detail> wrong = new ArrayList<>();
        mapping.columns().keySet().stream().filter(number -> Integer.parseInt(number) > count).forEach(number ->
                wrong.add(new Refused.Detail("column " + number, "intake.header.missing")));
        for (int i = 1; i <= count; i++) {
            String number = Integer.toString(i);
            if (!mapping.columns().containsKey(number) && !mapping.ignore().contains(number)
                    && !mapping.ignoreUnlisted()) {
                wrong.add(new Refused.Detail("column " + number, "intake.header.unlisted"));
            }
            columns.add(mapping.columns().get(number));
        }
        refuseIfAny(wrong);
        width = count;
    }

    private static void refuseIfAny(List<Refused.Detail> wrong) {
        if (!wrong.isEmpty()) {
            throw new Refused(Refused.Kind.INVALID, "intake.header", wrong);
        }
    }

    private char otherSeparator(List<String> names) {
        String row = String.join(String.valueOf(mapping.format().separator()), names);
        for (char other : SEPARATORS) {
            for (String name : row.split(java.util.regex.Pattern.quote(String.valueOf(other)))) {
                String bare = name.strip().replace(String.valueOf(mapping.format().quote()), "");
                if (other != mapping.format().separator() && mapping.columns().containsKey(bare)) {
                    return other;
                }
            }
        }
        return 0;
    }

    private static String shown(char separator) {
        return separator == '\t' ? "tab" : String.valueOf(separator);
    }

    private static String shortened(String name) {
        String visible = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return visible.length() <= 60 ? visible : visible.substring(0, 60) + "…";
    }

    private void take(CsvRecord row) {
        if (row.getFieldCount() != width) {
            chunk.reject(line, "", "intake.reject.columns", Integer.toString(row.getFieldCount()),
                    Integer.toString(width));
            return;
        }
        Map<String, String> fields = new HashMap<>(mapping.constants());
        boolean good = true;
        for (int i = 0; i < width; i++) {
            Column column = columns.get(i);
            if (column != null) {
                good &= cell(column, row.getField(i), fields);
            }
        }
        if (good) {
            chunk.row(line, fields);
        } else {
            chunk.rejected();
        }
    }

    /** Puts the cell's value among the fields, or says why its row is rejected. */
    private boolean cell(Column column, String raw, Map<String, String> fields) {
        String field = column.field();
        if (raw.length() > FIELD_CHARACTERS_MAX) {
            chunk.problem(line, field, "intake.reject.too-long", Integer.toString(FIELD_CHARACTERS_MAX));
            return false;
        }
        if (raw.isBlank()) {
            if (column.blank() == Mapping.Blank.REJECT) {
                chunk.problem(line, field, "intake.reject.blank");
                return false;
            }
            chunk.blank(field);
            return true;
        }
        String meant = column.values().get(raw.strip());
        if (meant == null && !column.keepOthers()) {
            chunk.problem(line, field, "intake.reject.not-listed");
            return false;
        }
        fields.put(field, meant == null ? raw : meant);
        return true;
    }
}
