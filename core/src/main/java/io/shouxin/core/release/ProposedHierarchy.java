// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.risk.CodedColumn;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A hierarchy for a column that nobody has written one for: bands that double for numbers, month, quarter, year and
 * decade for days, and for everything else all or nothing. What a person would group otherwise, regions or products, is
 * better said in a file.
 *
 * @param levels what each level is: {@code value}, {@code bands 10}, {@code month} …, {@code *}; of one that somebody
 *     wrote {@code value}, {@code level 1} …
 */
public record ProposedHierarchy(Hierarchy hierarchy, List<String> levels) {

    private static final String VALUE = "value";
    private static final String ALL = "*";
    /** The finest bands: about so many over the whole range. */
    private static final int BANDS = 20;
    private static final int LEVELS_MAX = 8;
    private static final TimeLevel[] TIMES =
            {TimeLevel.MONTH, TimeLevel.QUARTER, TimeLevel.YEAR, TimeLevel.DECADE};

    public ProposedHierarchy {
        levels = List.copyOf(levels);
    }

    /** One that somebody wrote. */
    public static ProposedHierarchy given(Hierarchy hierarchy) {
        return new ProposedHierarchy(hierarchy,
                IntStream.range(0, hierarchy.levels()).mapToObj(level -> level == 0 ? VALUE : "level " + level)
                        .toList());
    }

    /** By the values of the column; empty values generalise with all others only. */
    public static ProposedHierarchy of(CodedColumn column) {
        List<String> values = new ArrayList<>();
        for (int code = 0; code < column.cardinality(); code++) {
            values.add(column.value(code));
        }
        List<String> names = new ArrayList<>(List.of(VALUE));
        List<UnaryOperator<String>> coarser = new ArrayList<>();
        if (all(values, ProposedHierarchy::isNumber)) {
            bands(values, names, coarser);
        } else if (all(values, ProposedHierarchy::isDay)) {
            for (TimeLevel level : TIMES) {
                names.add(level.name().toLowerCase(Locale.ROOT));
                coarser.add(value -> value.isBlank() ? value : level.of(LocalDate.parse(value)));
            }
        }
        names.add(ALL);
        coarser.add(value -> ALL);
        return new ProposedHierarchy(Hierarchy.computed(values, coarser), names);
    }

    private static void bands(List<String> values, List<String> names, List<UnaryOperator<String>> coarser) {
        List<BigDecimal> numbers = values.stream().filter(value -> !value.isBlank()).map(NumberBands::number).toList();
        BigDecimal least = numbers.stream().min(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
        BigDecimal most = numbers.stream().max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
        BigDecimal range = most.subtract(least);
        if (numbers.size() <= 2 || range.signum() == 0) {
            return;
        }
        BigDecimal width = roundWidth(range.divide(BigDecimal.valueOf(BANDS), MathContext.DECIMAL32));
        for (int i = 0; i < LEVELS_MAX && width.compareTo(range) <= 0; i++) {
            String text = width.stripTrailingZeros().toPlainString();
            NumberBands bands = NumberBands.of(text, "0");
            names.add("bands " + text);
            coarser.add(value -> value.isBlank() ? value : bands.apply(value));
            width = width.add(width);
        }
    }

    /** The next of 1, 2, 5, 10, 20 … that is not below. */
    private static BigDecimal roundWidth(BigDecimal width) {
        int exponent = width.precision() - width.scale() - 1;
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(exponent);
        BigDecimal leading = width.divide(unit, 6, RoundingMode.HALF_UP);
        for (int step : new int[] {1, 2, 5}) {
            if (leading.compareTo(BigDecimal.valueOf(step)) <= 0) {
                return unit.multiply(BigDecimal.valueOf(step));
            }
        }
        return unit.scaleByPowerOfTen(1);
    }

    private static boolean all(List<String> values, Predicate<String> test) {
        return values.stream().anyMatch(value -> !value.isBlank())
                && values.stream().allMatch(value -> value.isBlank() || test.test(value));
    }

    private static boolean isNumber(String value) {
        try {
            NumberBands.number(value);
            return true;
        } catch (ReleaseRefused noNumber) {
            return false;
        }
    }

    private static boolean isDay(String value) {
        try {
            return value.length() == 10 && LocalDate.parse(value) != null;
        } catch (DateTimeException noDay) {
            return false;
        }
    }
}
