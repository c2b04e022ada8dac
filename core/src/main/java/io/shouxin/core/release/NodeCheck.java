// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.risk.CodedColumn;
import io.shouxin.core.risk.EquivalenceClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a node of the lattice would suppress and cost, over rows of which equal ones are one with a weight. */
final class NodeCheck {

    /** What came of a node. */
    record Outcome(long suppressed, double loss) {}

    private final List<CodedColumn> columns = new ArrayList<>();
    private final List<CodedHierarchy> hierarchies;
    private final List<PrivacyModel> models;
    private final List<CodedColumn> sensitive = new ArrayList<>();
    private final Loss loss;
    private final int[] weights;
    private final long total;
    /** For each column and level the mean penalty of a row. */
    private final double[][] meanPenalties;
    private final Map<List<Integer>, Outcome> outcomes = new HashMap<>();

    NodeCheck(List<CodedColumn> table, List<CodedHierarchy> hierarchies, List<PrivacyModel> models, Loss loss) {
        this.hierarchies = hierarchies;
        this.models = models;
        this.loss = loss;
        this.total = table.get(0).rows();
        List<CodedColumn> all = new ArrayList<>(table);
        models.stream().map(PrivacyModel::sensitive).filter(Objects::nonNull).forEach(all::add);
        int[] first = null;
        int[] counts = null;
        if (models.stream().allMatch(PrivacyModel::isWeighable)) {
            EquivalenceClasses equal = EquivalenceClasses.of(all);
            first = new int[equal.count()];
            counts = new int[equal.count()];
            for (int row = equal.rows() - 1; row >= 0; row--) {
                first[equal.classOf(row)] = row;
            }
            Arrays.setAll(counts, equal::size);
        }
        weights = counts;
        for (CodedColumn column : table) {
            columns.add(picked(column, first));
        }
        for (PrivacyModel model : models) {
            sensitive.add(model.sensitive() == null ? null : picked(model.sensitive(), first));
        }
        meanPenalties = new double[columns.size()][];
        for (int i = 0; i < meanPenalties.length; i++) {
            meanPenalties[i] = meanPenalties(i);
        }
    }

    /** How many nodes were really looked at. */
    int checked() {
        return outcomes.size();
    }

    long suppressed(int[] levels) {
        return outcome(levels).suppressed();
    }

    /** The least loss a node can have: that of a table without a suppressed row. */
    double bound(int[] levels) {
        if (loss == Loss.DISCERNIBILITY) {
            return total;
        }
        double sum = 0;
        for (int i = 0; i < levels.length; i++) {
            sum += meanPenalties[i][levels[i]];
        }
        return sum / levels.length;
    }

    Outcome outcome(int[] levels) {
        return outcomes.computeIfAbsent(Arrays.stream(levels).boxed().toList(), list -> look(levels));
    }

    private Outcome look(int[] levels) {
        List<CodedColumn> recoded = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            recoded.add(hierarchies.get(i).at(columns.get(i), levels[i]));
        }
        EquivalenceClasses classes = EquivalenceClasses.ofWeighted(recoded, weights);
        BitSet failing = new BitSet();
        for (int i = 0; i < models.size(); i++) {
            models.get(i).markFailing(classes, sensitive.get(i), failing);
        }
        long suppressed = failing.stream().mapToLong(classes::size).sum();
        double cost = loss == Loss.DISCERNIBILITY
                ? discernibility(classes, failing) : penalty(classes, failing, suppressed, levels);
        return new Outcome(suppressed, cost);
    }

    private double discernibility(EquivalenceClasses classes, BitSet failing) {
        double sum = 0;
        for (int i = 0; i < classes.count(); i++) {
            sum += (double) classes.size(i) * (failing.get(i) ? total : classes.size(i));
        }
        return sum;
    }

    private double penalty(EquivalenceClasses classes, BitSet failing, long suppressed, int[] levels) {
        if (total == 0) {
            return 0;
        }
        if (suppressed == 0) {
            return bound(levels);
        }
        double sum = 0;
        for (int row = 0; row < classes.rows(); row++) {
            if (!failing.get(classes.classOf(row))) {
                double own = 0;
                for (int i = 0; i < levels.length; i++) {
                    own += hierarchies.get(i).penalties()[levels[i]][columns.get(i).code(row)];
                }
                sum += own / levels.length * weight(row);
            }
        }
        return (sum + suppressed) / total;
    }

    private double[] meanPenalties(int column) {
        CodedHierarchy hierarchy = hierarchies.get(column);
        double[] means = new double[hierarchy.height()];
        for (int level = 0; level < means.length; level++) {
            for (int row = 0; row < columns.get(column).rows(); row++) {
                means[level] += hierarchy.penalties()[level][columns.get(column).code(row)] * weight(row);
            }
            means[level] = total == 0 ? 0 : means[level] / total;
        }
        return means;
    }

    private int weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    private static CodedColumn picked(CodedColumn column, int[] rows) {
        if (rows == null) {
            return column;
        }
        int[] codes = new int[rows.length];
        Arrays.setAll(codes, i -> column.code(rows[i]));
        return CodedColumn.ofCodes(codes, column.cardinality());
    }
}
