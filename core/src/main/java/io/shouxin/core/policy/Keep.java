// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something is kept, written {@code start + length} as in {@code service-end + 2y}; the
 * length alone counts from collection, the start alone ends on that day. There is no word for ever
 * (PIPL Art. 19), and no length over thirty years.
 */
public record Keep(Start start, Period length) {

    private static final int MONTHS_MAX = 30 * 12;
    private static final int DAYS_MAX = MONTHS_MAX * 31;
    private static final Pattern SHAPE = Pattern.compile(
            "(?:([a-z-]+)(?: \\+ ([0-9]{1,5})([dmy]))?)|(?:([0-9]{1,5})([dmy]))");

    public Keep {
        Objects.requireNonNull(start);
        if (length.isNegative() || length.toTotalMonths() > MONTHS_MAX || length.getDays() > DAYS_MAX) {
            throw new IllegalArgumentException("a length is zero to thirty years");
        }
    }

    /** From when the time counts. */
    public enum Start implements Word {
        /** The day the value was collected. */
        COLLECTED,
        /** The last day of the month the record belongs to. */
        MONTH_END,
        /** The day the customer's service ended. */
        SERVICE_END,
        /** The day the consent for the purpose was withdrawn or ran out. */
        CONSENT_END,
        /** The day the matter was closed: the ticket, the dispute, the request. */
        CASE_END
    }

    /** Reads the written form; empty when it is not one. */
    public static Optional<Keep> parse(String text) {
        Matcher match = SHAPE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        if (match.group(4) != null) {
            return length(match.group(4), match.group(5)).map(length -> new Keep(Start.COLLECTED, length));
        }
        Optional<Period> length = match.group(2) == null
                ? Optional.of(Period.ZERO) : length(match.group(2), match.group(3));
        return length.flatMap(found -> start(match.group(1)).map(start -> new Keep(start, found)));
    }

    /** What a start may be called, for messages. */
    static List<String> starts() {
        return Arrays.stream(Start.values()).map(Start::code).toList();
    }

    /**
     * The last day on which the value is kept; from the next day it has to be gone.
     *
     * @param event the day the start names; for {@link Start#MONTH_END} any day of that month
     */
    public LocalDate lastDay(LocalDate event) {
        if (start != Start.MONTH_END) {
            return event.plus(length);
        }
        // Whole months are added to the month, not to its last day: the end of February + 5m is 31 July.
        YearMonth month = YearMonth.from(event).plusMonths(length.toTotalMonths());
        return month.atEndOfMonth().plusDays(length.getDays());
    }

    /** The written form. */
    public String text() {
        if (length.isZero()) {
            return start.code();
        }
        if (length.getDays() > 0) {
            return start.code() + " + " + length.getDays() + "d";
        }
        return length.getMonths() > 0
                ? start.code() + " + " + length.toTotalMonths() + "m"
                : start.code() + " + " + length.getYears() + "y";
    }

    private static Optional<Start> start(String word) {
        return Arrays.stream(Start.values()).filter(start -> start.code().equals(word)).findFirst();
    }

    private static Optional<Period> length(String number, String unit) {
        int count = Integer.parseInt(number);
        Period length = switch (unit) {
            case "d" -> Period.ofDays(count);
            case "m" -> Period.ofMonths(count);
            default -> Period.ofYears(count);
        };
        boolean fits = count > 0 && length.toTotalMonths() <= MONTHS_MAX && count <= DAYS_MAX;
        return fits ? Optional.of(length) : Optional.empty();
    }
}
