// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.file.CsvTable;
import io.shouxin.core.classify.TableSample;
import io.shouxin.core.detect.Detector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One CSV table into a report. Rows that fit no column are looked at as text, so that nothing hides in a row with one
 * separator too many.
 */
final class TableScan {

    private static final int LINES_MAX = 20;

    private final Detector detector;
    private final long rowsMax;
    private final Map<String, List<Long>> firstLines = new TreeMap<>();
    private TableSample sample;
    private TextFinder loose;
    private long read;
    private long judged;
    private long ragged;
    private long unreadable;
    private long cut;
    private long open;

    TableScan(Detector detector, long rowsMax) {
        this.detector = detector;
        this.rowsMax = rowsMax;
        this.loose = new TextFinder(detector);
    }

    /** @param header whether the first row names the columns; null to find out */
    SourceReport.Table run(String name, SourceReport.Reading reading, CsvTable table, Boolean header)
            throws IOException {
        CsvTable.Row first = table.next();
        if (first == null) {
            return report(name, reading, false, false);
        }
        boolean names = header != null ? header : TableSample.namesOfColumns(detector, first.cells());
        sample = new TableSample(detector, names ? first.cells()
                : IntStream.range(0, first.cells().size()).mapToObj(i -> "").toList());
        if (!names) {
            take(first);
        }
        CsvTable.Row row = table.next();
        while (row != null && read < rowsMax) {
            take(row);
            row = table.next();
        }
        return report(name, reading, names, row != null);
    }

    private void take(CsvTable.Row row) {
        read++;
        switch (row.state()) {
            case GOOD -> {
                judged++;
                sample.add(row.cells());
            }
            case RAGGED -> {
                ragged++;
                aside("ragged", row);
            }
            case UNREADABLE -> {
                unreadable++;
                aside("unreadable", row);
            }
            case CUT -> {
                cut++;
                aside("cut", row);
            }
            case OPEN -> {
                open++;
                aside("open", row);
            }
        }
    }

    private void aside(String why, CsvTable.Row row) {
        List<Long> lines = firstLines.computeIfAbsent(why, ignored -> new ArrayList<>());
        if (lines.size() < LINES_MAX) {
            lines.add(row.line());
        }
        row.cells().forEach(cell -> loose.look(cell, row.line()));
    }

    private SourceReport.Table report(String name, SourceReport.Reading reading, boolean names, boolean limited) {
        return new SourceReport.Table(name, reading, names,
                new SourceReport.Rows(read, judged, ragged, unreadable, cut, open, limited, firstLines),
                sample == null ? List.of() : sample.findings(), loose.found());
    }
}
