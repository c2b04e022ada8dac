// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A piece of a file as read: rows to collect, and what was wrong with the others.
 *
 * @param read rows of the file in this piece, the rejected ones included
 * @param rejected how many of them are rejected already; one row may have several rejects
 * @param blank how many cells were left empty, by field
 */
record Chunk(int seq, List<Row> rows, int read, int rejected, List<Reject> rejects, Map<String, Integer> blank) {

    Chunk {
        rows = List.copyOf(rows);
        rejects = List.copyOf(rejects);
        blank = Map.copyOf(blank);
    }

    /** One row by the fields of the register, with the line on which it began. */
    record Row(long line, Map<String, String> fields) {

        @Override
        public String toString() {
            return "Row[" + line + "]";
        }
    }

    /** Why a row was not taken. The field is empty where the row as a whole is meant. */
    record Reject(long line, String field, String reason, List<String> arguments) {}

    @Override
    public String toString() {
        return "Chunk[" + seq + ", " + rows.size() + "]";
    }

    /** Gathers a chunk row by row. */
    static final class Builder {

        private final List<Row> rows = new ArrayList<>();
        private final List<Reject> rejects = new ArrayList<>();
        private final Map<String, Integer> blank = new TreeMap<>();
        private int rejected;
        private int characters;

        void row(long line, Map<String, String> fields) {
            rows.add(new Row(line, fields));
            fields.values().forEach(value -> characters += value.length());
        }

        void reject(long line, String field, String reason, String... arguments) {
            problem(line, field, reason, arguments);
            rejected();
        }

        void problem(long line, String field, String reason, String... arguments) {
            rejects.add(new Reject(line, field, reason, List.of(arguments)));
        }

        void rejected() {
            rejected++;
        }

        void blank(String field) {
            blank.merge(field, 1, Integer::sum);
        }

        int rows() {
            return rows.size() + rejected;
        }

        int characters() {
            return characters;
        }

        Chunk build(int seq) {
            return new Chunk(seq, rows, rows(), rejected, rejects, blank);
        }
    }
}
