// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.tabulate;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.core.risk.CodedColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values along one side of a table. Of the table itself, in their order; or told beforehand, with one more for all
 * that were not: then which lines there are says nothing about anybody.
 */
record Domain(List<String> values, int[] places) {

    /** Stands for all values that were not told. */
    static final String OTHER = "*";

    static Domain ofTable(CodedColumn column) {
        Set<String> all = new TreeSet<>();
        for (int code = 0; code < column.cardinality(); code++) {
            all.add(column.value(code));
        }
        return of(column, new ArrayList<>(all), -1);
    }

    /** @param file a value a line; of a hierarchy in ARX's form the first of each line */
    static Domain told(CodedColumn column, Path file) {
        Set<String> all = new LinkedHashSet<>();
        try {
            Files.readString(file).lines().map(line -> line.split(";", 2)[0].strip()).filter(value -> !value.isEmpty())
                    .forEach(all::add);
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
        }
        all.remove(OTHER);
        all.add(OTHER);
        return of(column, new ArrayList<>(all), all.size() - 1);
    }

    private static Domain of(CodedColumn column, List<String> values, int other) {
        Map<String, Integer> known = new HashMap<>();
        values.forEach(value -> known.put(value, known.size()));
        int[] places = new int[column.cardinality()];
        for (int code = 0; code < places.length; code++) {
            places[code] = known.getOrDefault(column.value(code), other);
        }
        return new Domain(values, places);
    }

    int size() {
        return values.size();
    }
}
