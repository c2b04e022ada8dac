// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import io.shouxin.core.risk.CodedColumn;
import io.shouxin.core.risk.EquivalenceClasses;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A table generalised: a level for each column, and some rows suppressed. It meets its models over the columns it
 * was made of; with other knowledge people may still be told apart, so it is de-identified and not anonymous.
 */
public final class Generalisation {

    /** What stands in every quasi-identifying column of a suppressed row. */
    public static final String SUPPRESSED = "*";

    private final List<CodedColumn> columns;
    private final List<CodedHierarchy> hierarchies;
    private final int[] levels;
    private final EquivalenceClasses classes;
    private final Outcome outcome;

    /** What the search found out besides. */
    record Outcome(BitSet failing, double loss, int checked, int nodes) {}

    Generalisation(List<CodedColumn> columns, List<CodedHierarchy> hierarchies, int[] levels,
            EquivalenceClasses classes, Outcome outcome) {
        this.columns = columns;
        this.hierarchies = hierarchies;
        this.levels = levels;
        this.classes = classes;
        this.outcome = outcome;
    }

    /** The level of a column, 0 for its own values. */
    public int level(int column) {
        return levels[column];
    }

    /** The loss, by the measure that was asked for. */
    public double loss() {
        return outcome.loss();
    }

    /** Whether the row has to be left out, or written with {@link #SUPPRESSED} in these columns. */
    public boolean isSuppressed(int row) {
        return outcome.failing().get(classes.classOf(row));
    }

    public long suppressedRows() {
        return outcome.failing().stream().mapToLong(classes::size).sum();
    }

    /** The least size of a class that is released; 0 if none is. */
    public int k() {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < classes.count(); i++) {
            least = outcome.failing().get(i) ? least : Math.min(least, classes.size(i));
        }
        return least == Integer.MAX_VALUE ? 0 : least;
    }

    /** What is released of a value. */
    public String value(int column, int row) {
        return isSuppressed(row) ? SUPPRESSED
                : hierarchies.get(column).label(levels[column], columns.get(column).code(row));
    }

    /**
     * The same for whoever reads the table a second time, because it was too large to be kept as texts.
     *
     * @param read the value that stands there now
     * @throws ReleaseRefused {@code release.table-changed} if it is not the one of the first time
     */
    public String value(int column, int row, String read) {
        CodedColumn coded = columns.get(column);
        if (row >= coded.rows() || !coded.value(coded.code(row)).equals(read)) {
            throw Reason.TABLE_CHANGED.refusal();
        }
        return value(column, row);
    }

    /**
     * Ends the second reading.
     *
     * @param rows that went by
     * @throws ReleaseRefused {@code release.table-changed} if there are rows that did not
     */
    public void end(int rows) {
        if (rows != classes.rows()) {
            throw Reason.TABLE_CHANGED.refusal();
        }
    }

    /** How many combinations of levels there are. */
    public int nodes() {
        return outcome.nodes();
    }

    /** How many of them had to be looked at. */
    public int nodesChecked() {
        return outcome.checked();
    }

    @Override
    public String toString() {
        return "Generalisation(levels " + Arrays.toString(levels) + ", k " + k() + ", "
                + suppressedRows() + " rows suppressed)";
    }
}
