// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.classify.FieldProposal;
import io.shouxin.core.policy.Field;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All that a scan found. */
record ScanReport(ZonedDateTime time, List<SourceReport> sources) {

    int level() {
        return sources.stream().mapToInt(SourceReport::level).max().orElse(0);
    }

    boolean partly() {
        return sources.stream().anyMatch(SourceReport::partly);
    }

    /** Fields for a register out of all tables; the same column of two files is one field. */
    List<Field> proposal() {
        List<ColumnFinding> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (SourceReport source : sources) {
            if (source instanceof SourceReport.Table table) {
                table.columns().stream().filter(one -> one.header().isEmpty()
                        || seen.add(one.header() + "\0" + one.leading())).forEach(columns::add);
            }
        }
        return FieldProposal.of(columns, ColumnFinding.CONFIDENCE_MIN);
    }
}
