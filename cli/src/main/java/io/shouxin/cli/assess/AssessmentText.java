// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.assess;

import io.shouxin.cli.Console;
import io.shouxin.cli.Words;
import io.shouxin.cli.assess.Assessment.Measured;
import io.shouxin.core.risk.ReidentificationRisk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The assessment for a person at a terminal; the page has the same sentences beside its pictures. */
final class AssessmentText {

    private static final int BAR = 40;

    private final Words words;

    AssessmentText(Words words) {
        this.words = words;
    }

    List<String> of(Assessment one) {
        List<String> lines = new ArrayList<>();
        lines.add(source(one));
        lines.add("");
        lines.add(verdict(one));
        lines.add("");
        lines.addAll(measured(one.measured(), one.rows(), one.threshold()));
        one.journalist().ifPresent(risk -> lines.add("  " + journalist(risk, one)));
        lines.add("");
        lines.add(words.of("assess.sizes"));
        lines.addAll(bars(one.measured()));
        lines.add("");
        lines.add(words.of("assess.without"));
        one.columns().forEach(column -> lines.add("  " + column(column)));
        one.sensitive().forEach(column -> lines.add(sensitive(column)));
        one.unicity().forEach(unicity -> lines.add(unicity(unicity.points(), unicity.tested(), unicity.share())));
        one.goal().ifPresent(goal -> {
            lines.add("");
            goal(goal, one, lines);
        });
        lines.add("");
        lines.add(words.of("assess.caveat"));
        return lines;
    }

    String source(Assessment one) {
        String text = words.of("assess.source", Console.harmless(one.name()), one.rows(), one.columns().size());
        return one.badRows() == 0 ? text : text + words.between() + words.of("assess.bad-rows", one.badRows());
    }

    String verdict(Assessment one) {
        Measured measured = one.measured();
        if (measured.k() == 1) {
            return words.of("assess.verdict.alone", percent(measured.uniqueness()));
        }
        return words.of("assess.verdict.k", measured.k());
    }

    List<String> measured(Measured measured, long rows, double threshold) {
        ReidentificationRisk risk = measured.prosecutor();
        return List.of("  " + words.of("assess.k", measured.k(), measured.classes()),
                "  " + words.of("assess.uniqueness", percent(measured.uniqueness())),
                "  " + words.of("assess.prosecutor", percent(risk.highest()), risk.recordsAbove(),
                        percent(rows == 0 ? 0 : (double) risk.recordsAbove() / rows), percent(threshold)),
                "  " + words.of("assess.marketer", percent(risk.marketer())));
    }

    String journalist(ReidentificationRisk risk, Assessment one) {
        return words.of("assess.journalist", percent(risk.highest()), percent(risk.average()), risk.recordsAbove(),
                percent(one.threshold()));
    }

    String column(Assessment.Column column) {
        return words.of("assess.without.column", Console.harmless(column.name()), column.values(),
                percent(column.uniquenessWithout()));
    }

    String sensitive(Assessment.Sensitive column) {
        return words.of("assess.sensitive.column", Console.harmless(column.name()), column.distinctL(),
                decimal(column.entropyL()), decimal(column.t()));
    }

    String unicity(int points, int tested, double share) {
        return words.of("assess.unicity", points, tested, percent(share));
    }

    private void goal(Assessment.Goal goal, Assessment one, List<String> lines) {
        lines.add(goal(goal, one));
        goal.reached().ifPresent(reached -> {
            reached.levels().forEach(level -> lines.add("  " + level(level)));
            lines.add(words.of("assess.after"));
            lines.addAll(measured(reached.measured(), one.rows() - reached.suppressed(), one.threshold()));
            lines.addAll(bars(reached.measured()));
            lines.add(plan(goal, one));
        });
    }

    String goal(Assessment.Goal goal, Assessment one) {
        if (goal.reached().isEmpty()) {
            return words.of("assess.goal.not-reached", goal.k(), percent(goal.suppressedShareMax()));
        }
        Assessment.Reached reached = goal.reached().get();
        return words.of("assess.goal.reached", goal.k(), decimal(reached.loss()), reached.suppressed(),
                percent((double) reached.suppressed() / one.rows()), reached.nodes(), reached.nodesChecked());
    }

    /** How a plan says the same; of several sensitive columns it can name one, the first. */
    private String plan(Assessment.Goal goal, Assessment one) {
        String more = (goal.suppressedShareMax() > 0 ? ", suppress: " + plain(goal.suppressedShareMax()) : "")
                + (goal.l() > 0 || goal.t() > 0 ? ", sensitive: "
                + Console.harmless(one.sensitive().get(0).name()) : "")
                + (goal.l() > 0 ? ", l: " + goal.l() : "") + (goal.t() > 0 ? ", t: " + plain(goal.t()) : "");
        return words.of("assess.plan", goal.k(), more);
    }

    /** As a plan takes it, without an exponent. */
    private static String plain(double share) {
        return BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
    }

    String level(Assessment.Level level) {
        return words.of("assess.level", Console.harmless(level.column()), level.level(), level.levels() - 1,
                words.ofLevel(level.what()));
    }

    private List<String> bars(Measured measured) {
        List<String> lines = new ArrayList<>();
        long[] rows = measured.rowsBySize();
        long most = 1;
        for (long count : rows) {
            most = Math.max(most, count);
        }
        for (int i = 0; i < rows.length; i++) {
            int length = (int) (BAR * rows[i] / most);
            String bar = "█".repeat(rows[i] > 0 ? Math.max(1, length) : 0);
            lines.add("  " + " ".repeat(8 - size(i).length()) + size(i) + "  " + bar + " "
                    + String.format(words.locale(), "%,d", rows[i]));
        }
        return lines;
    }

    /** A group of class sizes. */
    static String size(int group) {
        int[] sizes = Assessment.SIZES;
        if (group == sizes.length) {
            return sizes[group - 1] + 1 + "+";
        }
        int from = group == 0 ? 1 : sizes[group - 1] + 1;
        return from == sizes[group] ? String.valueOf(from) : from + "–" + sizes[group];
    }

    static String percent(double share) {
        double percent = 100 * share;
        return String.format(Locale.ROOT, percent > 0 && percent < 0.1 ? "%.3f%%" : "%.1f%%", percent);
    }

    static String decimal(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }
}
