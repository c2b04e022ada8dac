// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import io.shouxin.core.detect.Detector;
import io.shouxin.core.detect.Scanner;
import io.shouxin.core.detect.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A table row by row, in constant memory, to be judged column by column. Not for several threads.
 *
 * <p>What a finding shows of a value is masked. A name that itself holds somebody's value, as in a file without a
 * row of names, is left out.
 */
public final class TableSample {

    /** Changes whenever the same table may be judged otherwise. */
    public static final String VERSION = Judgement.VERSION;

    private static final int NAME_MAX = 100;

    private final Detector detector;
    private final Scanner scanner;
    private final List<String> names;
    private final List<ColumnSample> columns = new ArrayList<>();

    /** @param names of the columns; an empty one where a column has none */
    public TableSample(Detector detector, List<String> names) {
        this.detector = Objects.requireNonNull(detector);
        this.scanner = detector.scanner();
        this.names = names.stream().map(this::harmless).toList();
        names.forEach(name -> columns.add(new ColumnSample()));
    }

    /** @param cells one for each column; null counts as blank */
    public void add(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("a row has one cell for each column");
        }
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            columns.get(i).add(cell == null ? "" : cell, scanner);
        }
    }

    public List<ColumnFinding> findings() {
        List<ColumnFinding> findings = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            findings.add(new Judgement(i + 1, names.get(i), columns.get(i)).finding());
        }
        return findings;
    }

    /**
     * Whether a first row looks like names of columns: texts that are all different, none of them a number and none
     * of them somebody's value.
     */
    public static boolean namesOfColumns(Detector detector, List<String> row) {
        Scanner scanner = detector.scanner();
        Set<String> seen = new HashSet<>();
        for (String cell : row) {
            String name = cell.strip();
            boolean number = !name.isEmpty() && name.chars().noneMatch(Character::isLetter);
            if (number || !name.isEmpty() && !seen.add(name) || name.length() > NAME_MAX
                    || holdsAValue(detector, scanner, name)) {
                return false;
            }
        }
        return !seen.isEmpty();
    }

    private String harmless(String name) {
        String bare = name.strip();
        return bare.length() > NAME_MAX || holdsAValue(detector, scanner, bare) ? "" : bare;
    }

    private static boolean holdsAValue(Detector detector, Scanner scanner, String name) {
        List<Span> spans = detector.find(name, scanner);
        return !spans.isEmpty();
    }
}
