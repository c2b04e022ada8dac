// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Console;
import io.shouxin.cli.Json;
import io.shouxin.cli.Words;
import io.shouxin.core.plan.WholeTable;
import io.shouxin.core.release.Generalisation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run did, for a person or a program. */
final class ReportWriter {

    private static final int FORMAT = 1;

    private final Words words;

    ReportWriter(Words words) {
        this.words = words;
    }

    void write(Report report, boolean json, PrintStream out) {
        if (json) {
            out.println(Json.of(json(report)));
        } else {
            lines(report).forEach(out::println);
        }
    }

    private List<String> lines(Report report) {
        Counts counts = report.counts();
        Report.Source source = report.source();
        List<String> lines = new ArrayList<>();
        lines.add(!source.kind().equals("csv")
                ? words.of("protect.report.records", Console.harmless(source.name()), source.encoding())
                : words.of("protect.report.source", Console.harmless(source.name()), source.encoding(),
                words.of("encoding.how." + source.how()), source.separator()));
        Report.Course course = report.course();
        if (course.resumedAt() > 0) {
            lines.add(words.of("protect.report.resumed", course.resumedAt()));
        } else if (course.startedOver()) {
            lines.add(words.of("protect.report.started-over"));
        }
        lines.add(words.of("protect.report.rows", counts.rows, counts.written, counts.rejectedRows()));
        counted(lines, "protect.report.rejected", counts.rejected);
        report.first().forEach(one -> lines.add("    " + (one.column().isEmpty()
                ? words.of("protect.report.reject-row", one.line(), words.of(one.key()))
                : words.of("protect.report.reject", one.line(), Console.harmless(one.column()), words.of(one.key())))));
        counted(lines, "protect.report.emptied", counts.emptied);
        counted(lines, "protect.report.hidden", counts.hidden);
        if (counts.neutralised > 0) {
            lines.add("  " + words.of("protect.report.neutralised", counts.neutralised));
        }
        if (counts.blankLines > 0) {
            lines.add("  " + words.of("protect.report.blank", counts.blankLines));
        }
        if (course.whole() != null) {
            whole(course.whole(), counts, lines);
        }
        lines.add(words.of(report.name() + ".report.end"));
        return lines;
    }

    private void whole(WholeTable whole, Counts counts, List<String> lines) {
        whole.generalisation().ifPresent(found -> {
            lines.add(words.of("protect.report.groups", found.k(), String.format(Locale.ROOT, "%.3f", found.loss()),
                    counts.rejected.getOrDefault(Counts.SUPPRESSED, 0L)));
            whole.levels().forEach(level -> lines.add("  " + words.of("assess.level", Console.harmless(level.column()),
                    level.level(), level.of(), words.ofLevel(level.what()))));
        });
    }

    private void counted(List<String> lines, String key, Map<String, Long> counts) {
        counts.forEach((what, count) -> {
            String[] parts = what.split(" ", 2);
            lines.add("  " + words.of(key, count, words.of(parts[0]), parts.length > 1
                    ? words.of("protect.report.column", Console.harmless(parts[1])) : ""));
        });
    }

    private static Map<String, Object> json(Report report) {
        Counts counts = report.counts();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("command", report.name());
        all.put("plan", report.planHash());
        all.put("release", report.release());
        all.put("recipient", report.recipient());
        all.put("input", report.source().name());
        all.put("encoding", report.source().encoding());
        all.put("encodingKnownBy", report.source().how());
        all.put("separator", report.source().separator());
        all.put("resumedAtLine", report.course().resumedAt());
        all.put("startedOver", report.course().startedOver());
        all.put("rows", counts.rows);
        all.put("written", counts.written);
        all.put("rejected", counts.rejectedRows());
        all.put("rejectedBy", by(counts.rejected));
        all.put("firstRejected", report.first().stream().map(one -> {
            Map<String, Object> reject = new LinkedHashMap<>();
            reject.put("line", one.line());
            reject.put("column", one.column());
            reject.put("reason", one.key());
            return reject;
        }).toList());
        all.put("emptiedBy", by(counts.emptied));
        all.put("hiddenBy", by(counts.hidden));
        all.put("neutralised", counts.neutralised);
        all.put("blankLines", counts.blankLines);
        Map<String, Object> columns = new LinkedHashMap<>();
        report.columns().forEach(column -> columns.put(column.name(), column.technique()));
        all.put("columns", columns);
        if (report.course().whole() != null) {
            report.course().whole().generalisation().ifPresent(found ->
                    all.put("groups", groups(report.course().whole(), found)));
        }
        return all;
    }

    private static Map<String, Object> groups(WholeTable whole, Generalisation found) {
        Map<String, Object> levels = new LinkedHashMap<>();
        whole.levels().forEach(level -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("level", level.level());
            one.put("of", level.of());
            one.put("what", level.what());
            levels.put(level.column(), one);
        });
        Map<String, Object> groups = new LinkedHashMap<>();
        groups.put("k", found.k());
        groups.put("loss", found.loss());
        groups.put("suppressed", found.suppressedRows());
        groups.put("levels", levels);
        return groups;
    }

    private static List<Object> by(Map<String, Long> counts) {
        List<Object> all = new ArrayList<>();
        counts.forEach((what, count) -> {
            String[] parts = what.split(" ", 2);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("column", parts.length > 1 ? parts[1] : "");
            one.put("reason", parts[0]);
            one.put("count", count);
            all.add(one);
        });
        return all;
    }
}
