// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Working hours, written {@code mon-fri 08:30-18:00}; without days they hold every day.
 *
 * @param from first day of the week, inclusive; a range does not run over Sunday
 * @param to last day of the week, inclusive
 * @param fromMinute minute of the day, 0 to 1439, inclusive
 * @param toMinute minute of the day, after {@code fromMinute}, up to 1440, exclusive
 */
public record Hours(DayOfWeek from, DayOfWeek to, int fromMinute, int toMinute) {

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern SHAPE = Pattern.compile(
            "(?:([a-z]{3})(?:-([a-z]{3}))? )?([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])");

    public Hours {
        if (from.compareTo(to) > 0 || fromMinute < 0 || fromMinute >= toMinute || toMinute > 24 * 60) {
            throw new IllegalArgumentException("hours run forward within one week and one day");
        }
    }

    /** Reads the written form; empty when it is not one. */
    public static Optional<Hours> parse(String text) {
        Matcher match = SHAPE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int first = match.group(1) == null ? 0 : DAYS.indexOf(match.group(1));
        int last = match.group(1) == null ? 6
                : match.group(2) == null ? first : DAYS.indexOf(match.group(2));
        int begin = minute(match.group(3), match.group(4));
        int end = minute(match.group(5), match.group(6));
        if (first < 0 || last < first || begin >= end || end > 24 * 60) {
            return Optional.empty();
        }
        return Optional.of(new Hours(DayOfWeek.of(first + 1), DayOfWeek.of(last + 1), begin, end));
    }

    /** Judges the wall clock of the given zone. */
    public boolean contains(ZonedDateTime at) {
        DayOfWeek day = at.getDayOfWeek();
        int minute = at.getHour() * 60 + at.getMinute();
        return day.compareTo(from) >= 0 && day.compareTo(to) <= 0
                && minute >= fromMinute && minute < toMinute;
    }

    /** The written form, days included. */
    public String text() {
        return "%s-%s %s-%s".formatted(DAYS.get(from.ordinal()), DAYS.get(to.ordinal()),
                clock(fromMinute), clock(toMinute));
    }

    private static int minute(String hour, String minute) {
        return Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }
}
