// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Words;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.classify.Reason;
import io.shouxin.core.detect.Evidence;
import io.shouxin.core.detect.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the terminal's report and the page say alike. */
final class Phrases {

    private static final String STANDARD_INPUT = "-";

    private final Words words;

    Phrases(Words words) {
        this.words = words;
    }

    String name(SourceReport source) {
        return source.name().equals(STANDARD_INPUT) ? words.of("report.standard-input") : source.name();
    }

    /** How it was read, in one line. */
    String reading(SourceReport source) {
        if (source instanceof SourceReport.Table table) {
            SourceReport.Reading reading = table.reading();
            return reading.encoding().isEmpty() ? words.of(reading.how())
                    : words.of("report.table", reading.encoding(), words.of(reading.how()), reading.separator(),
                            words.of(table.header() ? "report.header" : "report.no-header"));
        }
        if (source instanceof SourceReport.Text text) {
            String read = words.of("report.text", text.reading().encoding(), words.of(text.reading().how()),
                    text.lines());
            return text.unreadableLines() == 0 ? read
                    : read + words.between() + words.of("report.text.unreadable", text.unreadableLines());
        }
        SourceReport.LeftOut left = (SourceReport.LeftOut) source;
        return words.of(left.key(), left.arguments().toArray());
    }

    /** What happened to the rows: one line for all, one for each thing that went wrong. */
    List<String> rows(SourceReport.Rows rows) {
        List<String> lines = new ArrayList<>();
        String all = words.of("rows.all", rows.read(), rows.judged());
        lines.add(rows.limited() ? all + words.between() + words.of("rows.limited") : all);
        wrong(lines, "ragged", rows.ragged(), rows);
        wrong(lines, "unreadable", rows.unreadable(), rows);
        wrong(lines, "cut", rows.cut(), rows);
        wrong(lines, "open", rows.open(), rows);
        return lines;
    }

    private void wrong(List<String> lines, String what, long count, SourceReport.Rows rows) {
        if (count == 0) {
            return;
        }
        List<Long> first = rows.firstLines().getOrDefault(what, List.of());
        String places = first.stream().map(String::valueOf).collect(Collectors.joining(words.chinese() ? "、" : ", "));
        String line = words.of("rows." + what, count);
        lines.add(first.isEmpty() ? line : line + words.between() + words.of("rows.lines", places));
    }

    String holds(ColumnFinding column) {
        if (!column.inside().isEmpty() && column.kind().isEmpty()) {
            return words.of("report.inside", TerminalReport.inside(words, column));
        }
        Optional<Kind> kind = column.kind();
        if (kind.isEmpty()) {
            return words.of("report.none");
        }
        String name = words.of(kind.get());
        if (!column.inside().isEmpty()) {
            return words.of("report.also", name, TerminalReport.inside(words, column));
        }
        return column.confidence() < ColumnFinding.CONFIDENCE_MIN ? words.of("report.doubt", name) : name;
    }

    String classCode(ColumnFinding column) {
        return column.leading().map(kind -> kind.dataClass().code()).orElse("");
    }

    String level(ColumnFinding column) {
        return column.level() == 0 ? "" : String.valueOf(column.level());
    }

    String why(ColumnFinding column) {
        List<String> parts = new ArrayList<>();
        for (Reason reason : column.reasons()) {
            parts.add(words.of(reason));
        }
        column.evidence().stream().filter(one -> one != Evidence.CHECK_DIGIT).map(words::of).forEach(parts::add);
        return String.join(words.between(), parts);
    }

    String evidence(Collection<Evidence> evidence) {
        return evidence.stream().map(words::of).collect(Collectors.joining(words.between()));
    }

    String places(SourceReport.Found found) {
        return found.places().stream().map(place -> words.of("report.place", place.line(), place.masked()))
                .collect(Collectors.joining(words.between()));
    }

    /** The answer in one sentence. */
    String verdict(ScanReport report) {
        long looked = report.sources().stream().filter(one -> !(one instanceof SourceReport.LeftOut)).count();
        if (looked == 0) {
            return words.of("verdict.none");
        }
        if (report.level() == 0) {
            return words.of("verdict.nothing", looked);
        }
        long columns = report.sources().stream().filter(SourceReport.Table.class::isInstance)
                .map(SourceReport.Table.class::cast).flatMap(table -> table.columns().stream())
                .filter(column -> column.counts(ColumnFinding.CONFIDENCE_MIN)).count();
        long texts = report.sources().stream().filter(SourceReport.Text.class::isInstance)
                .filter(one -> one.level() > 0).count();
        return words.of("verdict.found", looked, columns, texts, words.of("level." + report.level()));
    }
}
