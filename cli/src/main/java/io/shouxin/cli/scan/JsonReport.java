// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Json;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.classify.Reason;
import io.shouxin.core.classify.TableSample;
import io.shouxin.core.detect.Detector;
import io.shouxin.core.detect.Evidence;
import io.shouxin.core.detect.Kind;
import io.shouxin.core.policy.Field;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report for programs. Codes instead of words; what may be added later breaks nobody who ignores it. */
final class JsonReport {

    private static final int FORMAT = 1;

    private JsonReport() {}

    static void write(ScanReport report, PrintStream out) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("time", report.time().toOffsetDateTime().toString());
        all.put("recognisers", Detector.VERSION);
        all.put("classification", TableSample.VERSION);
        all.put("level", report.level());
        all.put("sources", report.sources().stream().map(JsonReport::source).toList());
        Map<String, Object> fields = new LinkedHashMap<>();
        report.proposal().forEach(field -> fields.put(field.name(), field(field)));
        all.put("fields", fields);
        out.println(Json.of(all));
    }

    private static Map<String, Object> source(SourceReport source) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", source.name());
        one.put("level", source.level());
        if (source instanceof SourceReport.Table table) {
            one.put("is", "table");
            reading(one, table.reading());
            one.put("header", table.header());
            one.put("rows", rows(table.rows()));
            one.put("columns", table.columns().stream().map(JsonReport::column).toList());
            one.put("loose", found(table.loose()));
        } else if (source instanceof SourceReport.Text text) {
            one.put("is", "text");
            reading(one, text.reading());
            one.put("lines", text.lines());
            one.put("unreadableLines", text.unreadableLines());
            one.put("found", found(text.found()));
        } else if (source instanceof SourceReport.LeftOut left) {
            one.put("is", "left-out");
            one.put("why", left.key().replaceFirst("left-out\\.", ""));
            one.put("failed", left.failed());
        }
        return one;
    }

    private static void reading(Map<String, Object> one, SourceReport.Reading reading) {
        one.put("encoding", reading.encoding());
        one.put("encodingKnownBy", reading.how().replaceFirst("encoding\\.how\\.", ""));
        if (!reading.separator().isEmpty()) {
            one.put("separator", reading.separator());
        }
    }

    private static Map<String, Object> rows(SourceReport.Rows rows) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("read", rows.read());
        one.put("judged", rows.judged());
        one.put("ragged", rows.ragged());
        one.put("unreadable", rows.unreadable());
        one.put("cut", rows.cut());
        one.put("open", rows.open());
        one.put("limited", rows.limited());
        one.put("firstLines", rows.firstLines());
        return one;
    }

    private static Map<String, Object> column(ColumnFinding column) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("column", column.column());
        one.put("name", column.header());
        one.put("kind", column.kind().map(Kind::code).orElse(null));
        one.put("class", column.leading().map(kind -> kind.dataClass().code()).orElse(null));
        one.put("level", column.level());
        one.put("confidence", column.confidence());
        one.put("reasons", column.reasons().stream().map(JsonReport::reason).toList());
        one.put("evidence", codes(column.evidence()));
        Map<String, Object> inside = new LinkedHashMap<>();
        column.inside().forEach((kind, count) -> inside.put(kind.code(), count));
        one.put("inside", inside);
        one.put("type", column.type().code());
        one.put("values", column.counts().values());
        one.put("blank", column.counts().blank());
        one.put("distinct", column.counts().distinct());
        one.put("examples", column.examples());
        one.put("version", column.version());
        return one;
    }

    private static Map<String, Object> reason(Reason reason) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("ground", reason.ground().code());
        one.put("figure", reason.figure());
        return one;
    }

    private static List<Map<String, Object>> found(List<SourceReport.Found> all) {
        return all.stream().map(found -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", found.kind().code());
            one.put("class", found.kind().dataClass().code());
            one.put("level", found.kind().dataClass().level());
            one.put("count", found.count());
            one.put("confidence", found.confidence());
            one.put("evidence", codes(found.evidence()));
            one.put("places", found.places().stream().map(place -> {
                Map<String, Object> where = new LinkedHashMap<>();
                where.put("line", place.line());
                where.put("masked", place.masked());
                return where;
            }).toList());
            one.put("version", Detector.VERSION);
            return one;
        }).toList();
    }

    private static List<String> codes(Collection<Evidence> evidence) {
        return evidence.stream().map(Evidence::code).toList();
    }

    private static Map<String, Object> field(Field field) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("zh", field.zh());
        one.put("en", field.en());
        one.put("class", field.classCode());
        one.put("type", field.type());
        one.put("mask", field.mask());
        one.put("index", field.index().name().toLowerCase(Locale.ROOT));
        return one;
    }
}
