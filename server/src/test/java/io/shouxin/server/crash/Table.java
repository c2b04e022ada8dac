// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What was done and what came of it, for whoever ran it. */
final class Table {

    private static final String LINE = "%-28s %7s %9s %9s %9s %13s %9s";

    private final List<Row> rows = new ArrayList<>();

    /** One thing that happened again and again under load. */
    static final class Row {

        private final String what;
        private final List<Duration> recoveries = new ArrayList<>();
        private int answered;
        private int refused;
        private int cut;

        private Row(String what) {
            this.what = what;
        }

        void round(Clients clients, int receipts, Duration recovery) {
            answered += receipts;
            refused += clients.refused();
            cut += clients.cut();
            recoveries.add(recovery);
        }

        private String line() {
            List<Duration> sorted = new ArrayList<>(recoveries);
            Collections.sort(sorted);
            return String.format(Locale.ROOT, LINE, what, sorted.size(), answered, refused, cut,
                    seconds(sorted.get(sorted.size() / 2)), seconds(sorted.get(sorted.size() - 1)));
        }

        private static String seconds(Duration duration) {
            return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
        }
    }

    Row row(String what) {
        Row row = new Row(what);
        rows.add(row);
        return row;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, LINE, "what", "rounds", "answered", "refused", "cut", "well after s",
                "at most"));
        rows.stream().filter(row -> !row.recoveries.isEmpty()).forEach(row -> lines.add(row.line()));
        lines.forEach(System.out::println);
        Files.write(file, lines);
    }
}
