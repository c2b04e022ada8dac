// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A month of the staff's work as a stream of acts in order of time: what to do at the door, not what
 * comes of it. Whoever drives the door with it decides nothing and leaves nothing out, refusals
 * included.
 *
 * <p>A case is a ticket opened about a customer, a search by phone, a reveal of two to six fields, the
 * ticket closed. The hotline works until ten at night in two shifts, the shops from nine to six, both
 * every day by rota, the back office on weekdays; Mondays are busy; on some days a wave of fraud cases
 * comes in. For 20,000 customers a month has about 25,000 cases; fewer customers make proportionally
 * fewer, but never nobody working; more customers make more, done faster. A few people have bad
 * habits: {@link #badHabits()}.
 *
 * <p>Each day can be computed alone. Safe to share between threads.
 */
final class SampleWork {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final int DAYS = 30;

    private static final long KIND = 0x776f726bL;
    /** The number of customers for which {@link SampleRole#casesPerDay} holds. */
    private static final double CUSTOMERS_OF_A_MONTH = 20_000;
    /** However few customers there are, everyone who works with them has a few cases in the month. */
    private static final double CASES_PER_DAY_MIN = 0.25;
    /** Every so many days a wave of fraud cases comes in. */
    private static final int FRAUD_WAVE_DAYS = 9;
    private static final double FRAUD_WAVE = 3.5;
    /** Some customers call more than others. */
    private static final double SKEW = 1.35;
    /** The longest case in milliseconds at human speed, so that the last one ends within the shift. */
    private static final long CASE_MILLIS_MAX = 400_000;

    private final long seed;
    private final SampleOrganisation organisation;
    private final SampleCustomers customers;
    private final LocalDate firstDay;
    private final double load;
    private final SampleHabits habits;

    SampleWork(long seed, SampleOrganisation organisation, SampleCustomers customers, LocalDate firstDay) {
        this.seed = seed;
        this.organisation = organisation;
        this.customers = customers;
        this.firstDay = firstDay;
        load = customers.size() / CUSTOMERS_OF_A_MONTH;
        habits = new SampleHabits(seed, organisation, customers, firstDay);
    }

    /** All thirty days, a day computed when the stream reaches it. */
    Stream<SampleAct> acts() {
        return IntStream.range(0, DAYS).boxed().flatMap(day -> day(day).stream());
    }

    /** @param index 0 to 29 */
    List<SampleAct> day(int index) {
        if (index < 0 || index >= DAYS) {
            throw new IllegalStateException("the sample has no day " + index);
        }
        SampleDay day = new SampleDay(firstDay.plusDays(index), customers.size(), pace());
        List<SampleStaff> staff = organisation.staff();
        for (int i = 0; i < staff.size(); i++) {
            SampleStaff person = staff.get(i);
            if (person.role().casesPerDay() > 0 && person.shift().worksOn(day.date(), person.rota())) {
                work(day, person, SampleDice.of(seed, KIND, index, i));
            }
        }
        habits.add(day, index);
        return day.acts();
    }

    /** What later detection should find, and in whom. */
    List<SampleHabits.Habit> badHabits() {
        return habits.all();
    }

    private double pace() {
        return 1 / Math.max(1, load);
    }

    private void work(SampleDay day, SampleStaff person, SampleDice dice) {
        SampleShift shift = person.shift();
        long last = shift.lengthMillis() - (long) (CASE_MILLIS_MAX * pace());
        long[] starts = IntStream.range(0, dice.events(casesExpected(day, person)))
                .mapToLong(i -> Math.min(shift.moment(dice), last)).sorted().toArray();
        Instant shiftStart = day.at(shift.from());
        Instant latest = shiftStart.plusMillis(last);
        Instant free = shiftStart;
        for (long start : starts) {
            Instant at = shiftStart.plusMillis(start);
            at = at.isBefore(free) ? free : at;
            // The queue is longer than the shift: the rest is tomorrow's callers.
            if (at.isAfter(latest)) {
                return;
            }
            free = day.write(drawnCase(person, dice), at, dice);
        }
    }

    private double casesExpected(SampleDay day, SampleStaff person) {
        SampleRole role = person.role();
        double expected = role.casesPerDay() * load * person.shift().busy(day.date().getDayOfWeek());
        long sinceFirst = ChronoUnit.DAYS.between(firstDay, day.date());
        if (role == SampleRole.FRAUD && Math.floorMod(sinceFirst + seed, FRAUD_WAVE_DAYS) == 0) {
            expected *= FRAUD_WAVE;
        }
        return Math.max(expected, CASES_PER_DAY_MIN);
    }

    private SampleDay.Case drawnCase(SampleStaff person, SampleDice dice) {
        int customer = (int) (customers.size() * StrictMath.pow(dice.share(), SKEW));
        SamplePurpose purpose = habits.alwaysTheSame(person)
                ? SampleHabits.SAME_PURPOSE : SamplePurpose.drawn(person.role(), dice);
        List<String> fields = habits.alwaysTheSame(person)
                ? SampleHabits.SAME_FIELDS : purpose.someFields(dice);
        return new SampleDay.Case(person, customer, purpose, fields);
    }
}
