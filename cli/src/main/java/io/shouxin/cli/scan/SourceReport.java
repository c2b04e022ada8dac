// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.detect.Evidence;
import io.shouxin.core.detect.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What came of one file, table or text. */
sealed interface SourceReport {

    /** A path, a table, or a word for the standard input. */
    String name();

    /** The highest level found; 0 for none. */
    int level();

    /** Whether something of it could not be looked at as it should. */
    boolean partly();

    /**
     * How a text was read.
     *
     * @param how a key of {@code encoding.how.…}
     */
    record Reading(String encoding, String how, String separator) {}

    /** What happened to the rows: each is in exactly one of the counts but the first. */
    record Rows(long read, long judged, long ragged, long unreadable, long cut, long open, boolean limited,
            Map<String, List<Long>> firstLines) {
        public Rows {
            firstLines = Collections.unmodifiableMap(new TreeMap<>(firstLines));
        }

        long left() {
            return ragged + unreadable + cut + open;
        }
    }

    /** One kind found in a text. */
    record Found(Kind kind, long count, int confidence, Set<Evidence> evidence, List<Place> places) {
        public Found {
            EnumSet<Evidence> copy = EnumSet.noneOf(Evidence.class);
            copy.addAll(evidence);
            evidence = Collections.unmodifiableSet(copy);
            places = List.copyOf(places);
        }
    }

    /** Where, and what of it may be shown. */
    record Place(long line, String masked) {}

    /**
     * A table.
     *
     * @param loose what was found in rows that fit no column
     */
    record Table(String name, Reading reading, boolean header, Rows rows, List<ColumnFinding> columns,
            List<Found> loose) implements SourceReport {
        @Override
        public int level() {
            int columnLevel = columns.stream().filter(one -> one.counts(ColumnFinding.CONFIDENCE_MIN))
                    .mapToInt(ColumnFinding::level).max().orElse(0);
            return Math.max(columnLevel, SourceReport.levelOf(loose));
        }

        @Override
        public boolean partly() {
            return rows.left() > 0;
        }
    }

    /** A text. */
    record Text(String name, Reading reading, long lines, long unreadableLines, List<Found> found)
            implements SourceReport {
        @Override
        public int level() {
            return SourceReport.levelOf(found);
        }

        @Override
        public boolean partly() {
            return unreadableLines > 0;
        }
    }

    /**
     * Not looked at.
     *
     * @param failed it should have been read and could not be; otherwise it is nothing that holds text
     */
    record LeftOut(String name, String key, List<Object> arguments, boolean failed) implements SourceReport {
        @Override
        public int level() {
            return 0;
        }

        @Override
        public boolean partly() {
            return failed;
        }
    }

    private static int levelOf(List<Found> found) {
        return found.stream().mapToInt(one -> one.kind().dataClass().level()).max().orElse(0);
    }
}
