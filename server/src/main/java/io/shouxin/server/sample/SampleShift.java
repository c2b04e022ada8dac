// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;

/** When people work, on Asia/Shanghai's clock, and how busy each hour is. */
enum SampleShift {

    /** The hotline's first half; the weights of the hours peak when customers have read their bills. */
    HOTLINE_EARLY(8, 15, true, 5, 9, 11, 10, 7, 6, 9),
    HOTLINE_LATE(15, 22, true, 9, 8, 7, 8, 10, 9, 5),
    SHOP(9, 18, true, 6, 10, 9, 6, 5, 7, 9, 10, 7),
    /** The anti-fraud desk, staffed every day. */
    DESK(8, 20, true, 6, 9, 10, 9, 5, 6, 9, 10, 9, 7, 5, 4),
    OFFICE(9, 18, false, 8, 10, 9, 4, 3, 8, 10, 9, 5);

    private static final int WEEK = 7;
    private static final int WORKING_DAYS = 5;

    private final LocalTime from;
    private final LocalTime to;
    private final boolean everyDay;
    private final int[] hourWeights;

    SampleShift(int from, int to, boolean everyDay, int... hourWeights) {
        this.from = LocalTime.of(from, 0);
        this.to = LocalTime.of(to, 0);
        this.everyDay = everyDay;
        this.hourWeights = hourWeights;
    }

    /** First moment of work. */
    LocalTime from() {
        return from;
    }

    /** The moment by which everything is finished. */
    LocalTime to() {
        return to;
    }

    /** Whether somebody in this place of the rota works that day: five days of seven, or weekdays. */
    boolean worksOn(LocalDate day, int rota) {
        if (everyDay) {
            return Math.floorMod(day.toEpochDay() + rota, WEEK) < WORKING_DAYS;
        }
        return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
    }

    /** How busy a day is compared with the average working day. */
    double busy(DayOfWeek day) {
        return switch (this) {
            case SHOP -> day.compareTo(DayOfWeek.SATURDAY) < 0 ? 0.93 : 1.18;
            case HOTLINE_EARLY, HOTLINE_LATE, DESK -> switch (day) {
                case MONDAY -> 1.22;
                case TUESDAY, WEDNESDAY -> 1.05;
                case THURSDAY, FRIDAY -> 1.0;
                case SATURDAY -> 0.88;
                case SUNDAY -> 0.8;
            };
            case OFFICE -> 1.0;
        };
    }

    /** A moment of the shift in milliseconds after its start, more often in the busy hours. */
    long moment(SampleDice dice) {
        long hour = dice.weighted(hourWeights);
        return (long) ((hour + dice.share()) * 3_600_000);
    }

    long lengthMillis() {
        return hourWeights.length * 3_600_000L;
    }
}
