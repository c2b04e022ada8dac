// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.HtmlPage;
import io.shouxin.cli.Words;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.classify.TableSample;
import io.shouxin.core.data.ClassTree;
import io.shouxin.core.data.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Index;
import java.io.IOException;
import java.io.Writer;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The report as one page that needs nothing else: its pictures are drawn in it and its policy lets nothing in. Every
 * picture stands beside the table it is drawn from.
 */
final class HtmlReport {

    private static final DateTimeFormatter CHINESE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss",
            java.util.Locale.ENGLISH);
    private static final int LEVELS = 4;

    private final Words words;
    private final Phrases phrases;
    private final StringBuilder page = new StringBuilder();

    HtmlReport(Words words) {
        this.words = words;
        this.phrases = new Phrases(words);
    }

    void write(ScanReport report, Writer target) throws IOException {
        head(report);
        Tally tally = Tally.of(report);
        if (report.level() > 0) {
            page.append("<div class=\"two\">\n");
            levels(tally);
            classes(report, tally);
            page.append("</div>\n");
        }
        report.sources().forEach(this::source);
        fields(report.proposal());
        HtmlPage whole = new HtmlPage(words, words.of("html.title"));
        whole.raw(page.toString());
        target.write(whole.end());
    }

    private void head(ScanReport report) {
        String time = report.time().format(words.chinese() ? CHINESE : ENGLISH);
        element("p", "when", words.of("html.when", time, TableSample.VERSION));
        element("p", "verdict", phrases.verdict(report));
    }

    /** Bars, the most sensitive on top: the darker, the more is at stake. */
    private void levels(Tally tally) {
        page.append("<section>\n<h2>").append(escaped(words.of("html.levels"))).append("<small>")
                .append(escaped(words.of("html.levels.note"))).append("</small></h2>\n");
        long most = Math.max(1, tally.most());
        page.append("<svg width=\"320\" height=\"116\" viewBox=\"0 0 320 116\" role=\"img\" aria-label=\"")
                .append(escaped(words.of("html.levels"))).append("\">\n");
        for (int level = LEVELS; level >= 1; level--) {
            int y = (LEVELS - level) * 29;
            long count = tally.at(level);
            long width = count == 0 ? 0 : Math.max(3, 150 * count / most);
            page.append("<text x=\"0\" y=\"").append(y + 16).append("\">")
                    .append(escaped(words.of("level." + level))).append("</text>")
                    .append("<rect class=\"track\" x=\"124\" y=\"").append(y + 4)
                    .append("\" width=\"150\" height=\"16\" rx=\"3\"/>")
                    .append("<rect class=\"f").append(level).append("\" x=\"124\" y=\"").append(y + 4)
                    .append("\" width=\"").append(width).append("\" height=\"16\" rx=\"3\"/>")
                    .append("<text class=\"n\" x=\"282\" y=\"").append(y + 16).append("\">")
                    .append(escaped(words.of("html.count", count))).append("</text>\n");
        }
        page.append("</svg>\n</section>\n");
    }

    /** Classes down, sources across, so that one look shows where the sensitive ones lie. */
    private void classes(ScanReport report, Tally tally) {
        page.append("<section>\n");
        element("h2", "", words.of("html.classes"));
        List<SourceReport> shown = report.sources().stream().filter(one -> one.level() > 0).toList();
        page.append("<table>\n<thead><tr>");
        element("th", "", words.of("html.class"));
        shown.forEach(source -> element("th", "cell", lastPart(phrases.name(source))));
        page.append("</tr></thead>\n<tbody>\n");
        for (DataClass one : ClassTree.defaults()) {
            if (tally.ofClass(one.code()) == 0) {
                continue;
            }
            page.append("<tr><td>").append(signal(one.level())).append("<span class=\"mono\">").append(one.code())
                    .append("</span> ").append(escaped(words.of(one))).append("</td>");
            for (SourceReport source : shown) {
                long count = tally.of(one.code(), source);
                page.append("<td class=\"cell\">").append(count == 0 ? "<span class=\"none\">–</span>"
                        : "<span class=\"c" + one.level() + "\">" + words.of("html.count", count) + "</span>")
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</section>\n");
    }

    private static String lastPart(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private void source(SourceReport source) {
        page.append("<section>\n<h2>").append(escaped(phrases.name(source))).append("<small>")
                .append(source instanceof SourceReport.LeftOut left && left.failed()
                        ? "<span class=\"wrong\">" : "<span>")
                .append(escaped(phrases.reading(source))).append("</span></small></h2>\n");
        if (source instanceof SourceReport.Table table) {
            List<String> rows = phrases.rows(table.rows());
            page.append("<div class=\"rows\">");
            for (int i = 0; i < rows.size(); i++) {
                element("p", i == 0 ? "" : "wrong", rows.get(i));
            }
            page.append("</div>\n");
            columns(table.columns());
            if (!table.loose().isEmpty()) {
                element("p", "rows", words.of("report.loose"));
                found(table.loose());
            }
        } else if (source instanceof SourceReport.Text text) {
            if (text.found().isEmpty()) {
                element("p", "none", words.of("report.nothing"));
            } else {
                found(text.found());
            }
        }
        page.append("</section>\n");
    }

    private void columns(List<ColumnFinding> columns) {
        heads("head.column", "head.name", "head.holds", "head.class", "head.level", "head.confidence", "head.example",
                "head.why");
        for (ColumnFinding column : columns) {
            page.append("<tr>");
            element("td", "r", String.valueOf(column.column()));
            element("td", "name", column.header().isEmpty() ? "–" : column.header());
            element("td", column.leading().isEmpty() ? "none" : "", phrases.holds(column));
            element("td", "mono nw", phrases.classCode(column));
            page.append("<td class=\"nw\">").append(column.level() == 0 ? "" : signal(column.level()) + column.level())
                    .append("</td><td class=\"nw\">").append(bar(column.confidence())).append("</td>");
            element("td", "mono nw", column.examples().isEmpty() ? "" : column.examples().get(0));
            element("td", "why", phrases.why(column));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private void found(List<SourceReport.Found> all) {
        heads("head.kind", "head.times", "head.class", "head.level", "head.confidence", "head.where", "head.why");
        for (SourceReport.Found one : all) {
            page.append("<tr>");
            element("td", "nw", words.of(one.kind()));
            element("td", "r", words.of("html.count", one.count()));
            element("td", "mono nw", one.kind().dataClass().code());
            int level = one.kind().dataClass().level();
            page.append("<td class=\"nw\">").append(signal(level)).append(level).append("</td><td class=\"nw\">")
                    .append(bar(one.confidence())).append("</td>");
            element("td", "", phrases.places(one));
            element("td", "why", phrases.evidence(one.evidence()));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private void fields(List<Field> fields) {
        if (fields.isEmpty()) {
            return;
        }
        page.append("<section>\n<h2>").append(escaped(words.of("html.fields"))).append("<small>")
                .append(escaped(words.of("html.fields.note"))).append("</small></h2>\n");
        heads("html.field", "head.name", "head.class", "html.type", "html.mask", "html.index");
        for (Field field : fields) {
            page.append("<tr>");
            element("td", "mono nw", field.name());
            element("td", "", words.chinese() ? field.zh() : field.en());
            element("td", "mono", field.classCode());
            element("td", "mono", field.type());
            element("td", "mono", field.mask());
            element("td", "", words.of(field.index() == Index.EXACT ? "html.index.exact" : "html.index.none"));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</section>\n");
    }

    private void heads(String... keys) {
        page.append("<table>\n<thead><tr>");
        for (String key : keys) {
            element("th", key.equals("head.column") || key.equals("head.times") ? "r" : "", words.of(key));
        }
        page.append("</tr></thead>\n<tbody>\n");
    }

    /** Four bars as of a telephone's signal, so many of them filled as the level says. */
    private String signal(int level) {
        StringBuilder svg = new StringBuilder("<svg class=\"signal\" width=\"15\" height=\"12\" viewBox=\"0 0 15 12\" "
                + "role=\"img\" aria-label=\"").append(escaped(words.of("level." + level))).append("\">");
        for (int i = 0; i < LEVELS; i++) {
            svg.append("<rect").append(i < level ? " class=\"on\"" : "").append(" x=\"").append(4 * i).append("\" y=\"")
                    .append(9 - 3 * i).append("\" width=\"3\" height=\"").append(3 + 3 * i).append("\"/>");
        }
        return svg.append("</svg>").toString();
    }

    private static String bar(int confidence) {
        if (confidence == 0) {
            return "";
        }
        return "<svg width=\"92\" height=\"14\" viewBox=\"0 0 92 14\" aria-hidden=\"true\">"
                + "<rect class=\"track\" x=\"0\" y=\"3\" width=\"54\" height=\"8\" rx=\"2\"/>"
                + "<rect class=\"bar\" x=\"0\" y=\"3\" width=\"" + 54 * confidence / 100
                + "\" height=\"8\" rx=\"2\"/><text x=\"60\" y=\"12\">" + confidence + "%</text></svg>";
    }

    private void element(String name, String styles, String text) {
        page.append('<').append(name).append(styles.isEmpty() ? "" : " class=\"" + styles + "\"").append('>')
                .append(escaped(text)).append("</").append(name).append('>');
    }

    private static String escaped(String text) {
        return HtmlPage.escaped(text);
    }
}
