// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.assess;

import io.shouxin.cli.Json;
import io.shouxin.core.risk.ReidentificationRisk;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The assessment for programs. */
final class AssessmentJson {

    private static final int FORMAT = 1;

    private AssessmentJson() {}

    static String of(Assessment one) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("input", one.name());
        all.put("encoding", one.encoding());
        all.put("rows", one.rows());
        all.put("rowsNotMeasured", one.badRows());
        all.put("threshold", one.threshold());
        all.putAll(measured(one.measured()));
        all.put("columns", one.columns().stream().map(column -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", column.name());
            line.put("values", column.values());
            line.put("uniquenessWithout", column.uniquenessWithout());
            return line;
        }).toList());
        all.put("sensitive", one.sensitive().stream().map(column -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", column.name());
            line.put("values", column.values());
            line.put("distinctL", column.distinctL());
            line.put("entropyL", column.entropyL());
            line.put("t", column.t());
            line.put("ordered", column.ordered());
            return line;
        }).toList());
        one.journalist().ifPresent(risk -> all.put("journalist", risk(risk)));
        all.put("unicity", one.unicity().stream().map(unicity -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("points", unicity.points());
            line.put("tested", unicity.tested());
            line.put("singledOut", unicity.singledOut());
            return line;
        }).toList());
        one.goal().ifPresent(goal -> all.put("goal", goal(goal)));
        return Json.of(all);
    }

    private static Map<String, Object> measured(Assessment.Measured measured) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("k", measured.k());
        all.put("classes", measured.classes());
        all.put("uniqueness", measured.uniqueness());
        all.put("prosecutor", risk(measured.prosecutor()));
        all.put("marketer", measured.prosecutor().marketer());
        all.put("rowsByClassSize", Arrays.stream(measured.rowsBySize()).boxed().toList());
        return all;
    }

    private static Map<String, Object> risk(ReidentificationRisk risk) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("highest", risk.highest());
        all.put("average", risk.average());
        all.put("rowsAboveThreshold", risk.recordsAbove());
        return all;
    }

    private static Map<String, Object> goal(Assessment.Goal goal) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("k", goal.k());
        all.put("l", goal.l());
        all.put("t", goal.t());
        all.put("suppressedShareMax", goal.suppressedShareMax());
        all.put("reached", goal.reached().isPresent());
        goal.reached().ifPresent(reached -> {
            Map<String, Object> levels = new LinkedHashMap<>();
            reached.levels().forEach(level -> {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("level", level.level());
                line.put("of", level.levels() - 1);
                line.put("what", level.what());
                levels.put(level.column(), line);
            });
            all.put("levels", levels);
            all.put("loss", reached.loss());
            all.put("suppressed", reached.suppressed());
            all.put("combinations", reached.nodes());
            all.put("combinationsLookedAt", reached.nodesChecked());
            all.put("after", measured(reached.measured()));
        });
        return all;
    }
}
