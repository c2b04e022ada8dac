// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * What the sample was begun with, for as long as it lives.
 *
 * @param firstDay the first day of work; the operator is founded on the day before
 */
record SampleRun(long seed, int customers, int days, LocalDate firstDay) {

    /** The settings, with the last working day yesterday. */
    static SampleRun begunOn(LocalDate today, SampleSettings settings) {
        return new SampleRun(settings.seed(), settings.customers(), settings.days(),
                today.minusDays(settings.days()));
    }

    /** A moment of the day on which the operator is founded and its customers are collected. */
    Instant foundingDay(LocalTime time) {
        return firstDay.minusDays(1).atTime(time).atZone(SampleWork.ZONE).toInstant();
    }

    Instant startOf(int day) {
        return firstDay.plusDays(day).atStartOfDay(SampleWork.ZONE).toInstant();
    }
}
