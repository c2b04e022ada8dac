// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import io.shouxin.core.risk.CodedColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A generalisation hierarchy: for each value its generalisations, coarser with each level; level 0 is the value.
 * Its written form is ARX's: a line a value, semicolons between the levels, no heading.
 *
 * <pre>
 * 460-00-1001;Xihu;Hangzhou;Zhejiang;*
 * </pre>
 */
public final class Hierarchy {

    private final Map<String, String[]> levels;
    private final int height;
    /** For each level, how many values have a generalisation: what of the domain it covers. */
    private final List<Map<String, Integer>> leaves;

    private Hierarchy(Map<String, String[]> levels, int height) {
        this.levels = levels;
        this.height = height;
        this.leaves = new ArrayList<>();
        for (int level = 0; level < height; level++) {
            Map<String, Integer> counts = new HashMap<>();
            for (String[] path : levels.values()) {
                counts.merge(path[level], 1, Integer::sum);
            }
            leaves.add(counts);
        }
    }

    /**
     * Reads ARX's form. A field may be in double quotes, a quote within doubled; blank lines are skipped.
     *
     * @throws ReleaseRefused {@code release.hierarchy.form} for no line, lines of different length or an open
     *     quote; {@code release.hierarchy.value-twice}; {@code release.hierarchy.not-nested} if two values that are
     *     equal on one level differ on a coarser one
     */
    public static Hierarchy ofCsv(String text, char separator) {
        List<String[]> lines = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> lines.add(fields(line, separator)));
        return of(lines);
    }

    /**
     * Levels that can be computed, for these values: a band of ages, the month of a day.
     *
     * @param coarser from level 1 on; each a function of the value itself
     * @throws ReleaseRefused {@code release.hierarchy.not-nested} and the like
     */
    public static Hierarchy computed(Collection<String> values, List<UnaryOperator<String>> coarser) {
        List<String[]> lines = new ArrayList<>();
        for (String value : new LinkedHashSet<>(values)) {
            String[] line = new String[coarser.size() + 1];
            line[0] = value;
            for (int level = 1; level < line.length; level++) {
                line[level] = coarser.get(level - 1).apply(value);
            }
            lines.add(line);
        }
        return of(lines);
    }

    private static Hierarchy of(List<String[]> lines) {
        if (lines.isEmpty()) {
            throw Reason.HIERARCHY_FORM.refusal();
        }
        int height = lines.get(0).length;
        Map<String, String[]> levels = new HashMap<>();
        for (String[] line : lines) {
            if (line.length != height) {
                throw Reason.HIERARCHY_FORM.refusal();
            }
            if (levels.put(line[0], line) != null) {
                throw Reason.HIERARCHY_VALUE_TWICE.refusal();
            }
        }
        checkNested(lines, height);
        return new Hierarchy(levels, height);
    }

    private static void checkNested(List<String[]> lines, int height) {
        for (int level = 1; level + 1 < height; level++) {
            Map<String, String> above = new HashMap<>();
            for (String[] line : lines) {
                String known = above.putIfAbsent(line[level], line[level + 1]);
                if (known != null && !known.equals(line[level + 1])) {
                    throw Reason.HIERARCHY_NOT_NESTED.refusal();
                }
            }
        }
    }

    /** How many levels there are, the values' own included. */
    public int levels() {
        return height;
    }

    /**
     * A value's generalisation.
     *
     * @throws ReleaseRefused {@code release.hierarchy.value-missing} or {@code release.hierarchy.level}
     */
    public String generalise(String value, int level) {
        if (level < 0 || level >= height) {
            throw Reason.HIERARCHY_LEVEL.refusal();
        }
        return path(value)[level];
    }

    /** The generalisations on a level, for a test of what a file may hold. */
    public Set<String> values(int level) {
        return new HashSet<>(leaves.get(level).keySet());
    }

    @Override
    public String toString() {
        return "Hierarchy(" + levels.size() + " values, " + height + " levels)";
    }

    /** The hierarchy over a column's codes, so that a level is an array and not a look-up of texts. */
    CodedHierarchy coded(CodedColumn column) {
        int[][] codes = new int[height][column.cardinality()];
        String[][] labels = new String[height][];
        double[][] penalties = new double[height][column.cardinality()];
        for (int level = 0; level < height; level++) {
            Map<String, Integer> known = new HashMap<>();
            List<String> names = new ArrayList<>();
            for (int code = 0; code < column.cardinality(); code++) {
                String label = path(column.value(code))[level];
                Integer number = known.putIfAbsent(label, names.size());
                if (number == null) {
                    names.add(label);
                }
                codes[level][code] = known.get(label);
                penalties[level][code] = levels.size() < 2 ? 0
                        : (leaves.get(level).get(label) - 1.0) / (levels.size() - 1);
            }
            labels[level] = names.toArray(new String[0]);
        }
        return new CodedHierarchy(codes, labels, penalties);
    }

    private String[] path(String value) {
        String[] path = levels.get(value);
        if (path == null) {
            throw Reason.HIERARCHY_VALUE_MISSING.refusal();
        }
        return path;
    }

    private static String[] fields(String line, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw Reason.HIERARCHY_FORM.refusal();
        }
        fields.add(field.toString());
        return fields.toArray(new String[0]);
    }
}
