// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;

/** Generalisation of a day or a moment. The texts sort as the times do. */
public enum TimeLevel {
    /** {@code 2026-11-25T10:45}. */
    QUARTER_HOUR,
    /** {@code 2026-11-25T10}. */
    HOUR,
    /** {@code 2026-11-25T06/12}: night, morning, afternoon or evening. */
    SIX_HOURS,
    /** {@code 2026-11-25}. */
    DAY,
    /** {@code 2026-W48}, ISO 8601. Weeks lie across months, so no hierarchy has both. */
    WEEK,
    /** {@code 2026-11}. */
    MONTH,
    /** {@code 2026-Q4}. */
    QUARTER,
    /** {@code 2026}. */
    YEAR,
    /** {@code 2020/2029}. */
    DECADE;

    /** A moment on this level. */
    public String of(LocalDateTime moment) {
        return switch (this) {
            case QUARTER_HOUR -> moment.truncatedTo(ChronoUnit.HOURS)
                    .plusMinutes(moment.getMinute() / 15 * 15L).toString();
            case HOUR -> moment.toLocalDate() + "T" + two(moment.getHour());
            case SIX_HOURS -> {
                int from = moment.getHour() / 6 * 6;
                yield moment.toLocalDate() + "T" + two(from) + "/" + two(from + 6);
            }
            default -> of(moment.toLocalDate());
        };
    }

    /**
     * A day on this level.
     *
     * @throws ReleaseRefused {@code release.time-level} for a level finer than a day
     */
    public String of(LocalDate day) {
        return switch (this) {
            case DAY -> day.toString();
            case WEEK -> day.get(IsoFields.WEEK_BASED_YEAR) + "-W" + two(day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> day.toString().substring(0, 7);
            case QUARTER -> day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR);
            case YEAR -> Integer.toString(day.getYear());
            case DECADE -> {
                int from = Math.floorDiv(day.getYear(), 10) * 10;
                yield from + "/" + (from + 9);
            }
            case QUARTER_HOUR, HOUR, SIX_HOURS -> throw Reason.TIME_LEVEL.refusal();
        };
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
