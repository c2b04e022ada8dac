// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleWorkTest {

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 24);
    private static final SampleOrganisation ORGANISATION = new SampleOrganisation(7);
    private static final SampleCustomers CUSTOMERS = new SampleCustomers(7, 20_000);
    private static final SampleWork WORK = work(7, 20_000);
    private static final List<SampleAct> ACTS = WORK.acts().toList();
    private static final Map<String, SampleHabits.Habit> HABITS = WORK.badHabits().stream()
            .collect(Collectors.toMap(SampleHabits.Habit::key, Function.identity()));

    private static SampleWork work(long seed, int customers) {
        SampleCustomers served = new SampleCustomers(seed, customers);
        return new SampleWork(seed, new SampleOrganisation(seed), served, FIRST_DAY);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(work(7, 20_000).acts().limit(5000)).containsExactlyElementsOf(ACTS.subList(0, 5000));
        assertThat(work(8, 20_000).day(0)).isNotEqualTo(WORK.day(0));
        assertThat(WORK.day(29)).isEqualTo(ACTS.subList(ACTS.size() - WORK.day(29).size(), ACTS.size()));
    }

    @Test
    void isAMonthInOrderOfTime() {
        assertThat(ACTS).isSortedAccordingTo(Comparator.comparing(SampleAct::at));
        assertThat(LocalDate.ofInstant(ACTS.get(0).at(), SampleWork.ZONE)).isEqualTo(FIRST_DAY);
        assertThat(LocalDate.ofInstant(ACTS.get(ACTS.size() - 1).at(), SampleWork.ZONE))
                .isEqualTo(FIRST_DAY.plusDays(29));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42})
    void hasTheVolumeOfTwentyThousandCustomers(long seed) {
        Map<SampleAct.Kind, Long> counts = work(seed, 20_000).acts()
                .collect(Collectors.groupingBy(SampleAct::kind, Collectors.counting()));
        assertThat(counts.get(SampleAct.Kind.SEARCH)).isBetween(18_000L, 22_000L);
        assertThat(counts.get(SampleAct.Kind.REVEAL)).isBetween(20_000L, 25_000L);
        assertThat(counts.get(SampleAct.Kind.TICKET_OPEN)).isBetween(19_000L, 26_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 2_000, 60_000})
    void scalesWithTheCustomersButLeavesNobodyIdle(int customers) {
        SampleWork work = work(7, customers);
        List<SampleAct> acts = work.acts().toList();
        Map<String, Long> reveals = acts.stream()
                .filter(act -> act.kind() == SampleAct.Kind.REVEAL)
                .collect(Collectors.groupingBy(SampleAct::staffNumber, Collectors.counting()));
        assertThat(acts).isSortedAccordingTo(Comparator.comparing(SampleAct::at));
        assertThat(reveals.size()).isGreaterThan(100);
        long all = reveals.values().stream().mapToLong(Long::longValue).sum();
        assertThat(all).isGreaterThan(Math.max(500, customers * 9L / 10));
        assertThat(all).isLessThan(Math.max(1200, customers * 14L / 10));
    }

    @Test
    void keepsToShiftsAndDaysOffExceptAtNight() {
        String nightly = HABITS.get(SampleHabits.NIGHT_WORK).staffNumber();
        List<SampleAct> odd = ACTS.stream().filter(act -> !withinShift(act)).toList();
        assertThat(odd).hasSizeGreaterThan(50).allSatisfy(act -> {
            assertThat(act.staffNumber()).isEqualTo(nightly);
            assertThat(local(act).toLocalTime()).isBetween(LocalTime.of(2, 0), LocalTime.of(4, 0));
        });
    }

    private boolean withinShift(SampleAct act) {
        SampleStaff person = ORGANISATION.byNumber(act.staffNumber());
        LocalTime time = local(act).toLocalTime();
        return person.shift().worksOn(local(act).toLocalDate(), person.rota())
                && !time.isBefore(person.shift().from()) && time.isBefore(person.shift().to());
    }

    private static ZonedDateTime local(SampleAct act) {
        return act.at().atZone(SampleWork.ZONE);
    }

    @Test
    void hasTheRhythmOfAWeek() {
        long[] perDay = new long[SampleWork.DAYS];
        for (int day = 0; day < SampleWork.DAYS; day++) {
            perDay[day] = WORK.day(day).size();
        }
        // The first day is a Saturday, so days 2, 9, … are Mondays and days 1, 8, … Sundays.
        long mondays = perDay[2] + perDay[9] + perDay[16] + perDay[23];
        long sundays = perDay[1] + perDay[8] + perDay[15] + perDay[22];
        assertThat(mondays).isGreaterThan(sundays * 5 / 4);
        assertThat(Arrays.stream(perDay).min().orElseThrow()).isPositive();
    }

    @Test
    void letsEachRoleDoOnlyItsOwnWork() {
        Map<String, SamplePurpose> purposes = Arrays.stream(SamplePurpose.values())
                .collect(Collectors.toMap(SamplePurpose::code, Function.identity()));
        Set<String> fields = CUSTOMERS.range(0, 500).flatMap(c -> c.fields().keySet().stream())
                .collect(Collectors.toSet());
        assertThat(ACTS).allSatisfy(act -> {
            SamplePurpose purpose = purposes.get(act.purpose());
            assertThat(ORGANISATION.byNumber(act.staffNumber()).role()).isEqualTo(purpose.role());
            assertThat(act.ticket().isEmpty()).isEqualTo(purpose == SamplePurpose.USAGE);
            assertThat(fields).containsAll(act.fields());
            if (act.kind() == SampleAct.Kind.REVEAL) {
                assertThat(act.fields()).hasSizeBetween(2, 6).doesNotHaveDuplicates();
            }
            if (act.kind() != SampleAct.Kind.SEARCH) {
                assertThat(act.customer()).isBetween(0, CUSTOMERS.size() - 1);
            }
        });
        assertThat(ACTS.stream().map(SampleAct::purpose).distinct()).hasSize(purposes.size());
    }

    @Test
    void opensEachTicketOnceAndUsesItWhileOpenForItsCustomer() {
        String thrifty = HABITS.get(SampleHabits.REUSED_TICKET).staffNumber();
        Map<String, SampleAct> open = new HashMap<>();
        Set<String> ever = new HashSet<>();
        int misuse = 0;
        for (SampleAct act : ACTS) {
            if (act.ticket().isEmpty()) {
                continue;
            }
            String ticket = act.ticket().get();
            if (act.kind() == SampleAct.Kind.TICKET_OPEN) {
                assertThat(ever.add(ticket)).isTrue();
                open.put(ticket, act);
                continue;
            }
            SampleAct opening = open.get(ticket);
            assertThat(opening).isNotNull();
            assertThat(opening.staffNumber()).isEqualTo(act.staffNumber());
            if (opening.customer() != act.customer() && act.customer() < CUSTOMERS.size()) {
                assertThat(act.staffNumber()).isEqualTo(thrifty);
                misuse++;
            }
            if (act.kind() == SampleAct.Kind.TICKET_CLOSE) {
                open.remove(ticket);
            }
        }
        assertThat(misuse).isGreaterThan(60);
        assertThat(open).hasSize(1);
    }

    @Test
    void hasTheBadHabits() {
        assertThat(HABITS).containsOnlyKeys(SampleHabits.SAME_NEIGHBOUR, SampleHabits.REUSED_TICKET,
                SampleHabits.STAR_CURIOSITY, SampleHabits.NIGHT_WORK, SampleHabits.FRAUD_SWEEP,
                SampleHabits.SAME_REASON);
        assertThat(HABITS.values().stream().map(SampleHabits.Habit::staffNumber).distinct()).hasSize(6);
        assertThat(HABITS.values().stream().map(SampleHabits.Habit::staffNumber))
                .doesNotContain("KF03127", "KF00218", "KF02288", "YT0451", "FZ0094");
    }

    @Test
    void neighbourIsLookedAtEveryWorkingEvening() {
        SampleHabits.Habit habit = HABITS.get(SampleHabits.SAME_NEIGHBOUR);
        int neighbour = habit.customers().get(0);
        List<LocalDate> days = ACTS.stream()
                .filter(act -> act.staffNumber().equals(habit.staffNumber()) && act.customer() == neighbour)
                .map(act -> local(act).toLocalDate()).distinct().toList();
        SampleStaff person = ORGANISATION.byNumber(habit.staffNumber());
        assertThat(days).isEqualTo(FIRST_DAY.datesUntil(FIRST_DAY.plusDays(30))
                .filter(day -> person.shift().worksOn(day, person.rota())).toList());
    }

    @Test
    void sweepOpensEightyCustomersWithinAnHour() {
        String sweeping = HABITS.get(SampleHabits.FRAUD_SWEEP).staffNumber();
        List<SampleAct> reveals = ACTS.stream().filter(act -> act.staffNumber().equals(sweeping)
                && act.kind() == SampleAct.Kind.REVEAL).toList();
        assertThat(reveals).anySatisfy(first -> {
            Instant hour = first.at().plus(Duration.ofHours(1));
            List<SampleAct> within = reveals.stream()
                    .filter(act -> !act.at().isBefore(first.at()) && act.at().isBefore(hour)).toList();
            assertThat(within.stream().map(SampleAct::customer).distinct()).hasSizeGreaterThanOrEqualTo(80);
        });
    }

    @Test
    void starsAreTheBestCustomersAndOneAgentsOwnReasonNeverChanges() {
        assertThat(HABITS.get(SampleHabits.STAR_CURIOSITY).customers()).hasSize(25)
                .allMatch(i -> CUSTOMERS.customer(i).field("star-level").equals("5"));
        String monotonous = HABITS.get(SampleHabits.SAME_REASON).staffNumber();
        assertThat(ACTS.stream().filter(act -> act.staffNumber().equals(monotonous)
                && act.kind() == SampleAct.Kind.REVEAL).map(act -> act.purpose() + act.fields()).distinct())
                .hasSize(1);
    }

    @Test
    void refusesDaysOutsideTheMonth() {
        assertThatThrownBy(() -> WORK.day(30)).isInstanceOf(IllegalStateException.class);
    }
}
