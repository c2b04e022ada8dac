// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.assess;

import io.shouxin.cli.HtmlPage;
import io.shouxin.cli.Words;
import io.shouxin.cli.assess.Assessment.Measured;
import io.shouxin.core.risk.Trajectories.Unicity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The assessment as one page that needs nothing else, its pictures drawn in it. */
final class AssessmentPage {

    private static final int ROW = 26;
    private static final int LABEL = 84;
    private static final int BAR = 300;

    private final Words words;
    private final AssessmentText text;

    AssessmentPage(Words words) {
        this.words = words;
        this.text = new AssessmentText(words);
    }

    String of(Assessment one) {
        HtmlPage page = new HtmlPage(words, words.of("assess.page.title"));
        page.element("p", "when", text.source(one));
        page.element("p", "verdict", text.verdict(one));
        page.raw("<div class=\"halves\">\n");
        sizes(page, words.of("assess.page.before"), one.measured(), most(one));
        risks(page, one);
        page.raw("</div>\n");
        one.goal().ifPresent(goal -> goal(page, goal, one));
        columns(page, one);
        if (!one.unicity().isEmpty()) {
            unicity(page, one.unicity());
        }
        page.element("p", "note", words.of("assess.caveat"));
        return page.end();
    }

    /** Both pictures have one scale. */
    private static long most(Assessment one) {
        LongStream after = one.goal().flatMap(Assessment.Goal::reached)
                .map(reached -> Arrays.stream(reached.measured().rowsBySize())).orElse(LongStream.empty());
        return Math.max(1, LongStream.concat(Arrays.stream(one.measured().rowsBySize()), after).max().orElse(1));
    }

    /** A line of the report on both sides of its colon. */
    private static void line(HtmlPage page, String line) {
        String text = line.strip();
        int colon = text.indexOf(": ") >= 0 ? text.indexOf(": ") : text.indexOf('：');
        page.raw("<tr>");
        page.element("td", "nw", colon < 0 ? "" : text.substring(0, colon));
        page.element("td", "", text.substring(colon + 1).strip());
        page.raw("</tr>\n");
    }

    private static void lines(HtmlPage page, List<String> lines) {
        page.raw("<table>\n<tbody>\n");
        lines.forEach(line -> line(page, line));
        page.raw("</tbody>\n</table>\n");
    }

    /** Rows by the size of their class: the darker, the fewer people hide somebody. */
    private void sizes(HtmlPage page, String title, Measured measured, long most) {
        long[] rows = measured.rowsBySize();
        page.section(title, words.of("assess.sizes"));
        page.svg(LABEL + BAR + 90, ROW * rows.length, words.of("assess.sizes"));
        for (int i = 0; i < rows.length; i++) {
            int y = ROW * i;
            long width = rows[i] == 0 ? 0 : Math.max(2, BAR * rows[i] / most);
            String shade = i == 0 ? "f4" : i < 3 ? "f3" : i < 5 ? "f2" : "f1";
            page.svgText(0, y + 17, "", AssessmentText.size(i));
            page.raw("<rect class=\"track\" x=\"" + LABEL + "\" y=\"" + (y + 5) + "\" width=\"" + BAR
                    + "\" height=\"15\" rx=\"3\"/><rect class=\"" + shade + "\" x=\"" + LABEL + "\" y=\"" + (y + 5)
                    + "\" width=\"" + width + "\" height=\"15\" rx=\"3\"/>");
            page.svgText(LABEL + BAR + 8, y + 17, "n", words.of("html.count", rows[i]));
        }
        page.raw("</svg>\n</section>\n");
    }

    private void risks(HtmlPage page, Assessment one) {
        page.section(words.of("assess.page.risks"), "");
        List<String> lines = new ArrayList<>(text.measured(one.measured(), one.rows(), one.threshold()));
        one.journalist().ifPresent(risk -> lines.add(text.journalist(risk, one)));
        one.sensitive().forEach(column -> lines.add(text.sensitive(column)));
        lines(page, lines);
        page.raw("</section>\n");
    }

    private void goal(HtmlPage page, Assessment.Goal goal, Assessment one) {
        page.element("p", "verdict", text.goal(goal, one));
        goal.reached().ifPresent(reached -> {
            page.raw("<div class=\"halves\">\n");
            sizes(page, words.of("assess.page.after"), reached.measured(), most(one));
            page.section(words.of("assess.page.levels"), "");
            List<String> lines = new ArrayList<>(reached.levels().stream().map(text::level).toList());
            lines.addAll(text.measured(reached.measured(), one.rows() - reached.suppressed(), one.threshold()));
            lines(page, lines);
            page.raw("</section>\n</div>\n");
        });
    }

    private void columns(HtmlPage page, Assessment one) {
        page.section(words.of("assess.without"), "");
        page.svg(560, ROW * one.columns().size() + 4, words.of("assess.without"));
        for (int i = 0; i < one.columns().size(); i++) {
            Assessment.Column column = one.columns().get(i);
            int y = ROW * i;
            page.svgText(0, y + 17, "", column.name());
            page.raw("<rect class=\"track\" x=\"190\" y=\"" + (y + 5)
                    + "\" width=\"" + BAR + "\" height=\"15\" rx=\"3\"/><rect class=\"bar\" x=\"190\" y=\"" + (y + 5)
                    + "\" width=\"" + Math.round(BAR * column.uniquenessWithout()) + "\" height=\"15\" rx=\"3\"/>");
            page.svgText(498, y + 17, "n", AssessmentText.percent(column.uniquenessWithout()));
        }
        page.raw("</svg>\n</section>\n");
    }

    private void unicity(HtmlPage page, List<Unicity> all) {
        page.section(words.of("assess.page.unicity"), words.of("assess.page.unicity.note"));
        page.svg(420, 150, words.of("assess.page.unicity"));
        for (int i = 0; i < all.size(); i++) {
            int height = (int) Math.round(110 * all.get(i).share());
            int x = 20 + 95 * i;
            page.raw("<rect class=\"track\" x=\"" + x + "\" y=\"16\" width=\"56\" height=\"110\" rx=\"3\"/>"
                    + "<rect class=\"bar\" x=\"" + x + "\" y=\"" + (126 - height) + "\" width=\"56\" height=\"" + height
                    + "\" rx=\"3\"/>");
            page.svgText(x + 6, 12, "n", AssessmentText.percent(all.get(i).share()));
            page.svgText(x + 24, 144, "", String.valueOf(all.get(i).points()));
        }
        page.raw("</svg>\n");
        all.forEach(one -> page.element("p", "note", text.unicity(one.points(), one.tested(), one.share())));
        page.raw("</section>\n");
    }
}
