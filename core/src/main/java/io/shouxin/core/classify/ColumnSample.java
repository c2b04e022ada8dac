// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.detect.Candidates;
import io.shouxin.core.detect.Detector;
import io.shouxin.core.detect.Evidence;
import io.shouxin.core.detect.Kind;
import io.shouxin.core.detect.Scanner;
import io.shouxin.core.secret.SecretText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what the cells of one column look like. Keeps counts, hashes, and three values to show masked. */
final class ColumnSample implements Candidates {

    static final int DISTINCT_MAX = 10_000;
    private static final int EXAMPLES_MAX = 3;
    private static final int EXAMPLE_LENGTH_MAX = 300;
    private static final Kind[] KINDS = Kind.values();
    private static final Evidence[] EVIDENCE = Evidence.values();
    private static final int CHECKED = Evidence.CHECK_DIGIT.ordinal();
    private static final Set<String> GENDERS = Set.of(
            "男", "女", "男性", "女性", "male", "female", "m", "f", "未知", "unknown");
    private static final Set<String> FLAGS = Set.of("yes", "no", "true", "false", "y", "n", "是", "否");

    private final DistinctCount distinct = new DistinctCount(DISTINCT_MAX);
    /** Of the values that look like names only: the same few of them are a list of words. */
    private final DistinctCount distinctNames = new DistinctCount(DISTINCT_MAX);
    private final long[] whole = new long[KINDS.length];
    /** Those of them that are likely even alone. */
    private final long[] likely = new long[KINDS.length];
    private final long[] inside = new long[KINDS.length];
    private final long[][] evidence = new long[KINDS.length][];
    private final long[] seenInCell = new long[KINDS.length];
    private final Map<Kind, List<SecretText>> examples = new EnumMap<>(Kind.class);
    private long cells;
    private long blank;
    private int shortest = Integer.MAX_VALUE;
    private int longest;
    private long integers;
    private long decimals;
    private long genders;
    private long flags;

    private int from;
    private int to;
    private String cell = "";
    private boolean cellKnown;
    private long insideCell;

    void add(String value, Scanner scanner) {
        cells++;
        int start = 0;
        int end = value.length();
        while (start < end && value.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && value.charAt(end - 1) <= ' ') {
            end--;
        }
        if (start == end) {
            blank++;
            return;
        }
        shortest = Math.min(shortest, end - start);
        longest = Math.max(longest, end - start);
        String bare = start == 0 && end == value.length() ? value : value.substring(start, end);
        distinct.add(bare);
        shape(bare);
        from = 0;
        to = bare.length();
        cell = bare;
        cellKnown = false;
        insideCell = 0;
        scanner.scan(bare, this);
        if (!cellKnown) {
            for (long rest = insideCell; rest != 0; rest &= rest - 1) {
                inside[Long.numberOfTrailingZeros(rest)]++;
            }
        }
        cell = "";
    }

    /** A candidate in the present cell. */
    @Override
    public void found(int start, int end, Kind kind, int confidence, int bits) {
        int k = kind.ordinal();
        boolean all = start <= from && end >= to
                || kind == Kind.ADDRESS && (end - start) * 10 >= (to - from) * 7;
        if (!all) {
            if (confidence >= Detector.CONFIDENCE_MIN) {
                insideCell |= 1L << k;
            }
            return;
        }
        cellKnown |= confidence >= Detector.CONFIDENCE_MIN;
        if (seenInCell[k] == cells) {
            return;
        }
        seenInCell[k] = cells;
        whole[k]++;
        if (kind == Kind.CHINESE_NAME || kind == Kind.WESTERN_NAME) {
            distinctNames.add(cell);
        }
        likely[k] += confidence >= 30 ? 1 : 0;
        if (evidence[k] == null) {
            evidence[k] = new long[EVIDENCE.length];
        }
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            evidence[k][Integer.numberOfTrailingZeros(rest)]++;
        }
        if (whole[k] <= EXAMPLES_MAX) {
            example(kind, cell);
        }
    }

    private void example(Kind kind, String value) {
        List<SecretText> kept = examples.computeIfAbsent(kind, ignored -> new ArrayList<>(EXAMPLES_MAX));
        if (kept.size() < EXAMPLES_MAX && value.length() <= EXAMPLE_LENGTH_MAX) {
            kept.add(SecretText.of(value));
        }
    }

    private void shape(String value) {
        int points = 0;
        int digits = 0;
        int length = value.length();
        for (int i = value.charAt(0) == '-' ? 1 : 0; i < length; i++) {
            char c = value.charAt(i);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            points += c == '.' ? 1 : 0;
        }
        int signs = value.charAt(0) == '-' ? 1 : 0;
        integers += digits > 0 && digits + signs == length ? 1 : 0;
        decimals += digits > 0 && points == 1 && digits + points + signs == length ? 1 : 0;
        if (length <= 7 && digits == 0) {
            String lower = value.toLowerCase(java.util.Locale.ROOT);
            genders += GENDERS.contains(lower) ? 1 : 0;
            flags += FLAGS.contains(lower) ? 1 : 0;
        }
    }

    ColumnCounts counts() {
        return new ColumnCounts(cells, blank, distinct.count(), longest == 0 ? 0 : shortest, longest);
    }

    long distinctNames() {
        return distinctNames.count();
    }

    long whole(Kind kind) {
        return whole[kind.ordinal()];
    }

    long likely(Kind kind) {
        return likely[kind.ordinal()];
    }

    /** Values with a check digit that holds. */
    long checked(Kind kind) {
        long[] all = evidence[kind.ordinal()];
        return all == null ? 0 : all[CHECKED];
    }

    long genders() {
        return genders;
    }

    /** What most of the kind's values showed. */
    Set<Evidence> evidence(Kind kind) {
        long[] all = evidence[kind.ordinal()];
        int bits = 0;
        for (int i = 0; all != null && i < all.length; i++) {
            bits |= all[i] * 2 > whole[kind.ordinal()] ? 1 << i : 0;
        }
        return Evidence.of(bits);
    }

    Map<Kind, Long> inside() {
        Map<Kind, Long> found = new EnumMap<>(Kind.class);
        for (Kind kind : KINDS) {
            if (inside[kind.ordinal()] > 0) {
                found.put(kind, inside[kind.ordinal()]);
            }
        }
        return found;
    }

    List<SecretText> examples(Kind kind) {
        return examples.getOrDefault(kind, List.of());
    }

    /** For kinds without a shape: by what the values look like. */
    ValueType plainType() {
        long values = cells - blank;
        if (values == 0 || longest > 64) {
            return values == 0 ? ValueType.CODE : ValueType.TEXT;
        }
        if (integers * 100 >= values * 95) {
            return ValueType.INTEGER;
        }
        if ((integers + decimals) * 100 >= values * 95) {
            return ValueType.DECIMAL;
        }
        if (whole(Kind.BIRTH_DATE) * 100 >= values * 95) {
            return ValueType.DATE;
        }
        return flags * 100 >= values * 95 ? ValueType.BOOLEAN : ValueType.CODE;
    }
}
