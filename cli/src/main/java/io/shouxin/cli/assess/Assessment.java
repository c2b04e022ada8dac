// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.assess;

import io.shouxin.core.risk.ReidentificationRisk;
import io.shouxin.core.risk.Trajectories.Unicity;
import java.util.List;
import java.util.Optional;

/** What was measured. */
record Assessment(String name, String encoding, long rows, long badRows, double threshold, Measured measured,
        List<Column> columns, List<Sensitive> sensitive, Optional<ReidentificationRisk> journalist,
        List<Unicity> unicity, Optional<Goal> goal) {

    /** Class sizes up to and including these; the last group is open. */
    static final int[] SIZES = {1, 2, 4, 9, 19, 49, 99};

    /**
     * The classes of one table.
     *
     * @param rowsBySize how many rows are in classes of each group of {@link #SIZES}
     */
    record Measured(int k, int classes, double uniqueness, long rowsBelow, ReidentificationRisk prosecutor,
            long[] rowsBySize) {

        Measured {
            rowsBySize = rowsBySize.clone();
        }

        @Override
        public long[] rowsBySize() {
            return rowsBySize.clone();
        }
    }

    /**
     * What a column adds.
     *
     * @param uniquenessWithout what would be left if this column were dropped
     */
    record Column(String name, int values, double uniquenessWithout) {}

    /** What classes give away of a sensitive column. */
    record Sensitive(String name, int values, int distinctL, double entropyL, double t, boolean ordered) {}

    /**
     * The search for the least generalisation.
     *
     * @param reached empty where even the coarsest does not do
     */
    record Goal(int k, int l, double t, double suppressedShareMax, Optional<Reached> reached) {}

    /** The best generalisation and what is measured after it, over the rows that are not suppressed. */
    record Reached(List<Level> levels, double loss, long suppressed, int nodes, int nodesChecked, Measured measured) {}

    /** What is done to a column. */
    record Level(String column, int level, int levels, String what) {}
}
