// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What happened to the rows. Each is in exactly one of written and the rejected ones. */
final class Counts {

    /** Left out because the plan asked for groups of a size: what was wanted, and no fault of the row. */
    static final String SUPPRESSED = "row.suppressed";

    long rows;
    long written;
    /** Rows that were left out, by {@code row.…} or by column and reason. */
    final Map<String, Long> rejected = new TreeMap<>();
    /** Cells of written rows that were refused and emptied or hidden, by column and reason. */
    final Map<String, Long> emptied = new TreeMap<>();
    final Map<String, Long> hidden = new TreeMap<>();
    /** Cells of written rows that a spreadsheet would have run. */
    long neutralised;
    long blankLines;

    static void add(Map<String, Long> counts, String what) {
        counts.merge(what, 1L, Long::sum);
    }

    static String of(String column, String key) {
        return key + (column.isEmpty() ? "" : " " + column);
    }

    long rejectedRows() {
        return sum(rejected);
    }

    /** Whether rows were left out that the plan did not mean to. */
    boolean partly() {
        return rejected.keySet().stream().anyMatch(what -> !what.equals(SUPPRESSED));
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    void save(Properties to) {
        to.setProperty("rows", Long.toString(rows));
        to.setProperty("written", Long.toString(written));
        to.setProperty("neutralised", Long.toString(neutralised));
        to.setProperty("blank", Long.toString(blankLines));
        save(to, "rejected:", rejected);
        save(to, "emptied:", emptied);
        save(to, "hidden:", hidden);
    }

    void load(Properties from) {
        rows = Long.parseLong(from.getProperty("rows"));
        written = Long.parseLong(from.getProperty("written"));
        neutralised = Long.parseLong(from.getProperty("neutralised"));
        blankLines = Long.parseLong(from.getProperty("blank"));
        load(from, "rejected:", rejected);
        load(from, "emptied:", emptied);
        load(from, "hidden:", hidden);
    }

    private static void save(Properties to, String prefix, Map<String, Long> counts) {
        counts.forEach((what, count) -> to.setProperty(prefix + what, count.toString()));
    }

    private static void load(Properties from, String prefix, Map<String, Long> counts) {
        from.stringPropertyNames().stream().filter(name -> name.startsWith(prefix)).forEach(name ->
                counts.put(name.substring(prefix.length()), Long.valueOf(from.getProperty(name))));
    }
}
