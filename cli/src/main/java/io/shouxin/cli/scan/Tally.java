// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.data.DataClass;
import io.shouxin.core.detect.Kind;
import java.util.HashMap;
import java.util.Map;

/** How many columns, and kinds in texts, lie in each class of each source. */
final class Tally {

    private final Map<String, Map<SourceReport, Long>> bySource = new HashMap<>();
    private final long[] byLevel = new long[5];

    private Tally() {}

    static Tally of(ScanReport report) {
        Tally tally = new Tally();
        for (SourceReport source : report.sources()) {
            if (source instanceof SourceReport.Table table) {
                table.columns().stream().filter(column -> column.counts(ColumnFinding.CONFIDENCE_MIN)).forEach(column ->
                        column.leading().ifPresent(kind -> tally.add(kind, source)));
                table.loose().forEach(found -> tally.add(found.kind(), source));
            } else if (source instanceof SourceReport.Text text) {
                text.found().forEach(found -> tally.add(found.kind(), source));
            }
        }
        return tally;
    }

    private void add(Kind kind, SourceReport source) {
        DataClass of = kind.dataClass();
        bySource.computeIfAbsent(of.code(), code -> new HashMap<>()).merge(source, 1L, Long::sum);
        byLevel[of.level()]++;
    }

    long of(String classCode, SourceReport source) {
        return bySource.getOrDefault(classCode, Map.of()).getOrDefault(source, 0L);
    }

    long ofClass(String classCode) {
        return bySource.getOrDefault(classCode, Map.of()).values().stream().mapToLong(Long::longValue).sum();
    }

    long at(int level) {
        return byLevel[level];
    }

    long most() {
        long most = 0;
        for (long count : byLevel) {
            most = Math.max(most, count);
        }
        return most;
    }
}
