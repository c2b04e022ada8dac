// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A column as small numbers: each row holds the code, from 0 on, of its value. Tables are measured on codes, so
 * that a value is read once and not for each question. Prints its sizes and no value.
 */
public final class CodedColumn {

    private static final int NUMBER_MAX = 40;

    private final int[] codes;
    private final String[] values;
    private final int cardinality;

    private CodedColumn(int[] codes, String[] values, int cardinality) {
        this.codes = codes;
        this.values = values;
        this.cardinality = cardinality;
    }

    /** Codes in the order in which values first come. A missing value is a value too: give it as "". */
    public static CodedColumn of(String... rows) {
        Builder builder = builder(rows.length);
        for (String value : rows) {
            builder.add(value);
        }
        return builder.build();
    }

    /**
     * A column coded already; the array is not copied.
     *
     * @param cardinality above every code
     * @throws IllegalStateException if a code is negative or not below the cardinality
     */
    public static CodedColumn ofCodes(int[] codes, int cardinality) {
        for (int code : codes) {
            if (code < 0 || code >= cardinality) {
                throw new IllegalStateException("A code outside its column.");
            }
        }
        return new CodedColumn(codes, null, cardinality);
    }

    /** A builder for about so many rows, for columns that are read row by row. */
    public static Builder builder(int rows) {
        return new Builder(rows);
    }

    public int rows() {
        return codes.length;
    }

    /** How many codes there are; not every one need occur. */
    public int cardinality() {
        return cardinality;
    }

    public int code(int row) {
        return codes[row];
    }

    /**
     * The value of a code.
     *
     * @throws IllegalStateException if the column was made of codes alone
     */
    public String value(int code) {
        if (values == null) {
            throw new IllegalStateException("This column has codes only.");
        }
        return values[code];
    }

    /** The same rows under other codes, for instance those of a level of generalisation. */
    public CodedColumn recoded(int[] codeOfCode, int newCardinality) {
        int[] recoded = new int[codes.length];
        for (int row = 0; row < recoded.length; row++) {
            recoded[row] = codeOfCode[codes[row]];
        }
        return new CodedColumn(recoded, null, newCardinality);
    }

    /**
     * The same rows coded in the order of their numbers, the least 0; empty where a value is no decimal number of at
     * most 40 characters.
     *
     * @throws IllegalStateException if the column was made of codes alone
     */
    public Optional<CodedColumn> inOrderOfNumbers() {
        BigDecimal[] numbers = new BigDecimal[cardinality];
        for (int code = 0; code < cardinality; code++) {
            String value = value(code);
            if (value.length() > NUMBER_MAX || !value.matches("[+-]?[0-9]+([.][0-9]+)?")) {
                return Optional.empty();
            }
            numbers[code] = new BigDecimal(value);
        }
        int[] ranks = new int[cardinality];
        int[] next = {0};
        IntStream.range(0, cardinality).boxed().sorted(Comparator.comparing(code -> numbers[code]))
                .forEach(code -> ranks[code] = next[0]++);
        return Optional.of(recoded(ranks, cardinality));
    }

    int[] codes() {
        return codes;
    }

    @Override
    public String toString() {
        return "CodedColumn(" + codes.length + " rows, " + cardinality + " codes)";
    }

    /** Collects a column row by row. */
    public static final class Builder {

        private final Map<String, Integer> known = new HashMap<>();
        private int[] codes;
        private int rows;

        private Builder(int rows) {
            codes = new int[Math.max(rows, 16)];
        }

        public Builder add(String value) {
            if (rows == codes.length) {
                codes = Arrays.copyOf(codes, rows + (rows >> 1));
            }
            Integer code = known.get(value);
            if (code == null) {
                code = known.size();
                known.put(value, code);
            }
            codes[rows++] = code;
            return this;
        }

        public CodedColumn build() {
            String[] values = new String[known.size()];
            known.forEach((value, code) -> values[code] = value);
            return new CodedColumn(Arrays.copyOf(codes, rows), values, values.length);
        }
    }
}
