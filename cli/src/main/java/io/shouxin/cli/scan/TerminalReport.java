// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Console;
import io.shouxin.cli.Words;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.detect.Kind;
import io.shouxin.core.policy.Field;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The report for a person at a terminal. */
final class TerminalReport {

    private final Words words;
    private final Phrases phrases;

    TerminalReport(Words words) {
        this.words = words;
        this.phrases = new Phrases(words);
    }

    void write(ScanReport report, PrintStream out) {
        for (SourceReport source : report.sources()) {
            out.println(Console.harmless(phrases.name(source)) + "  " + phrases.reading(source));
            if (source instanceof SourceReport.Table table) {
                table(table, out);
            } else if (source instanceof SourceReport.Text text) {
                if (text.found().isEmpty()) {
                    out.println("  " + words.of("report.nothing"));
                }
                found(text.found(), out);
            }
            out.println();
        }
        fields(report.proposal(), out);
        out.println(phrases.verdict(report));
    }

    private void table(SourceReport.Table table, PrintStream out) {
        phrases.rows(table.rows()).forEach(line -> out.println("  " + line));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(words.of("head.column"), words.of("head.name"), words.of("head.holds"), words.of("head.class"),
                words.of("head.level"), words.of("head.confidence"), words.of("head.example"), words.of("head.why")));
        for (ColumnFinding column : table.columns()) {
            rows.add(List.of(String.valueOf(column.column()), column.header().isEmpty() ? "–" : column.header(),
                    phrases.holds(column), phrases.classCode(column), phrases.level(column),
                    column.confidence() == 0 ? "" : column.confidence() + "%",
                    column.examples().isEmpty() ? "" : column.examples().get(0), phrases.why(column)));
        }
        grid(rows, out);
        if (!table.loose().isEmpty()) {
            out.println("  " + words.of("report.loose"));
            found(table.loose(), out);
        }
    }

    private void found(List<SourceReport.Found> all, PrintStream out) {
        if (all.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(words.of("head.kind"), words.of("head.times"), words.of("head.class"), words.of("head.level"),
                words.of("head.confidence"), words.of("head.where"), words.of("head.why")));
        for (SourceReport.Found one : all) {
            rows.add(List.of(words.of(one.kind()), String.valueOf(one.count()), one.kind().dataClass().code(),
                    String.valueOf(one.kind().dataClass().level()), one.confidence() + "%", phrases.places(one),
                    phrases.evidence(one.evidence())));
        }
        grid(rows, out);
    }

    private void fields(List<Field> fields, PrintStream out) {
        if (fields.isEmpty()) {
            return;
        }
        out.println(words.of("report.fields"));
        List<List<String>> rows = new ArrayList<>();
        fields.forEach(field -> rows.add(List.of(field.name() + ":", RegisterReport.line(field))));
        grid(rows, out);
        out.println();
    }

    /** Columns as wide as their widest cell; the last one runs on. */
    private static void grid(List<List<String>> rows, PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], Console.width(Console.harmless(row.get(i))));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < columns; i++) {
                line.append(Console.padded(Console.harmless(row.get(i)), widths[i]));
                line.append(i + 1 < columns ? "  " : "");
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Kinds with their counts, for a column of texts. */
    static String inside(Words words, ColumnFinding column) {
        return column.inside().entrySet().stream().map((java.util.Map.Entry<Kind, Long> one) ->
                words.of(one.getKey()) + " ×" + one.getValue()).collect(Collectors.joining(words.between()));
    }
}
