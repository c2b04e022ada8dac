// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.policy.Node;
import java.util.List;
import java.util.Optional;

/**
 * What is done to each column of a file before it leaves the house. A column that the plan does not name is refused,
 * not kept: what nobody ruled on does not leave.
 *
 * @param release names the key
 * @param recipient whose file it is; another recipient's file cannot be joined with it
 * @param columns in the order of the plan, each name once
 * @param groups there exactly where a column is generalised no further than they need
 */
public record Plan(String release, String recipient, List<Column> columns, Optional<Groups> groups) {

    /**
     * One column.
     *
     * @param line of the plan, from 1
     */
    public record Column(String name, Technique technique, OnInvalid onInvalid, int line) {}

    /**
     * What every group of rows has to meet that are equal in the columns of {@link Technique.Least}.
     *
     * @param k rows at least
     * @param sensitive a column that nobody should learn; null for none
     * @param l different sensitive values in each group; 0 where it is not asked for
     * @param t distance at most of the sensitive values from those of all rows; 0 where it is not asked for
     * @param suppress share of the rows that may be left out for it, 0 to 1
     */
    public record Groups(int k, String sensitive, int l, double t, double suppress) {}

    /** Reads the hierarchies that a plan names; a plan is judged as a whole, with them. */
    @FunctionalInterface
    public interface HierarchyFiles {

        /** @return the text of the file, or empty if it cannot be read */
        Optional<String> text(String name);
    }

    /** What came of reading a plan: the plan exactly when there is no problem. */
    public record Reading(Optional<Plan> plan, List<PlanProblem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    public Plan {
        columns = List.copyOf(columns);
    }

    /** A plan all of whose columns are worked on row by row. */
    public Plan(String release, String recipient, List<Column> columns) {
        this(release, recipient, columns, Optional.empty());
    }

    /** Reads a document as a whole and tells all of its problems. */
    public static Reading read(Node document, HierarchyFiles hierarchies) {
        return new PlanReader(hierarchies).read(document);
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Whether a key is needed at all. */
    public boolean keyed() {
        return columns.stream().anyMatch(column -> column.technique().keyed());
    }

    /** Whether all rows have to be seen before the first one can leave. */
    public boolean whole() {
        return columns.stream().anyMatch(column -> column.technique().whole());
    }
}
