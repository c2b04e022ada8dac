// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The few in the sample who do what they should not, so that watching has something to find and its
 * misses can be counted. Each is one person and one pattern on top of ordinary work.
 */
final class SampleHabits {

    /** One agent looks at the same neighbour on every evening at work, each time with a fresh ticket. */
    static final String SAME_NEIGHBOUR = "same-neighbour-every-evening";

    /** One agent keeps a ticket open and states it for other people; the door refuses, the attempts stay. */
    static final String REUSED_TICKET = "one-ticket-for-many";

    /** One agent opens the best customers' records, though none of them called. */
    static final String STAR_CURIOSITY = "curious-about-star-customers";

    /** One clerk works at three in the morning, when the shop is shut. */
    static final String NIGHT_WORK = "clerk-at-three-in-the-morning";

    /** One fraud analyst pulls eighty customers within an hour, every one with a ticket in order. */
    static final String FRAUD_SWEEP = "eighty-customers-in-an-hour";

    /** One agent gives the same purpose and asks for the same fields whatever the customer wants. */
    static final String SAME_REASON = "always-the-same-reason";

    static final SamplePurpose SAME_PURPOSE = SamplePurpose.BILLING_DISPUTE;
    static final List<String> SAME_FIELDS = SAME_PURPOSE.fields().subList(0, 6);

    static final int SWEEP_CUSTOMERS = 80;

    private static final long KIND = 0x6861626974L;
    private static final int SWEEP_SECONDS_EACH = 44;
    private static final int STARS = 25;
    /** Enough customers to find the stars among, without making a million of them. */
    private static final int STAR_SEARCH_MAX = 5_000;
    /** Not before this day, so that there is an ordinary week to compare with. */
    private static final int FIRST_ODD_DAY = 5;

    /**
     * A pattern and the person who has it.
     *
     * @param key       one of the constants above
     * @param customers those concerned, where the pattern is about particular ones; else empty
     * @param zh        what the person does, in Chinese
     * @param en        the same in English
     */
    record Habit(String key, String staffNumber, List<Integer> customers, String zh, String en) {

        Habit {
            customers = List.copyOf(customers);
        }
    }

    private final long seed;
    private final int size;
    private final LocalDate firstDay;
    private final SampleStaff neighbourly;
    private final SampleStaff thrifty;
    private final SampleStaff curious;
    private final SampleStaff nightly;
    private final SampleStaff sweeping;
    private final SampleStaff monotonous;
    private final int neighbour;
    private final List<Integer> stars;

    SampleHabits(long seed, SampleOrganisation organisation, SampleCustomers customers, LocalDate firstDay) {
        this.seed = seed;
        this.size = customers.size();
        this.firstDay = firstDay;
        List<SampleStaff> agents = organisation.in(SampleRole.CARE_AGENT);
        // Places in the teams: the neighbour's watcher has the late shift, the others the early one.
        neighbourly = agents.get(43);
        thrifty = agents.get(12);
        curious = agents.get(29);
        monotonous = agents.get(22);
        nightly = organisation.in(SampleRole.SHOP_CLERK).get(17);
        sweeping = organisation.in(SampleRole.FRAUD).get(5);
        neighbour = SampleDice.of(seed, KIND).below(size);
        stars = stars(customers);
    }

    List<Habit> all() {
        return List.of(
                new Habit(SAME_NEIGHBOUR, neighbourly.number(), List.of(neighbour),
                        "每个上班的晚上都查看同一位邻居", "looks at the same neighbour on every working evening"),
                new Habit(REUSED_TICKET, thrifty.number(), List.of(),
                        "一张工单反复用于其他客户", "uses one ticket again and again for other customers"),
                new Habit(STAR_CURIOSITY, curious.number(), stars,
                        "无来电查看高星级客户", "opens star customers who did not call"),
                new Habit(NIGHT_WORK, nightly.number(), List.of(),
                        "凌晨三点办理业务", "works at three in the morning"),
                new Habit(FRAUD_SWEEP, sweeping.number(), List.of(),
                        "一小时内查看 80 位客户", "opens 80 customers within an hour"),
                new Habit(SAME_REASON, monotonous.number(), List.of(),
                        "每次的用途和字段都相同", "always gives the same purpose and fields"));
    }

    boolean alwaysTheSame(SampleStaff person) {
        return person.equals(monotonous);
    }

    /** Adds to a day what these people do on it besides their work. */
    void add(SampleDay day, int index) {
        lookAtNeighbour(day, index);
        reuseTicket(day, index);
        lookAtStars(day, index);
        workAtNight(day, index);
        sweep(day, index);
    }

    private void lookAtNeighbour(SampleDay day, int index) {
        if (!worksOn(neighbourly, index)) {
            return;
        }
        SampleDice dice = dice(1, index);
        LocalTime at = LocalTime.of(21, dice.between(20, 45));
        day.write(about(neighbourly, neighbour, SamplePurpose.NETWORK_COMPLAINT,
                List.of("name", "contact-phone", "address", "last-cell")), day.at(at), dice);
    }

    private void reuseTicket(SampleDay day, int index) {
        int opened = firstWorkingDay(thrifty, FIRST_ODD_DAY);
        if (index < opened || !worksOn(thrifty, index)) {
            return;
        }
        SampleDice dice = dice(2, index);
        SamplePurpose purpose = SamplePurpose.INQUIRY;
        String ticket = SampleDay.ticket(firstDay.plusDays(opened), thrifty, purpose, SampleDay.NAMED_TICKET);
        Instant at = day.at(LocalTime.of(9, dice.below(60)));
        if (index == opened) {
            SampleDay.Case own = about(thrifty, dice.below(size), purpose, List.of("name", "plan"));
            day.add(at, SampleAct.Kind.TICKET_OPEN, own, Optional.of(ticket));
            day.look(own, at.plusSeconds(20), ticket);
            return;
        }
        int others = dice.between(4, 7);
        for (int i = 0; i < others; i++) {
            at = at.plusSeconds(dice.between(120, 1800));
            List<String> fields = List.of("name", "plan", "phone");
            day.look(about(thrifty, dice.below(size), purpose, fields), at, ticket);
        }
    }

    private void lookAtStars(SampleDay day, int index) {
        SampleDice dice = dice(3, index);
        if (index < FIRST_ODD_DAY || !worksOn(curious, index) || !dice.percent(60)) {
            return;
        }
        Instant at = day.at(LocalTime.of(13, dice.below(30)));
        int looks = dice.between(2, 4);
        for (int i = 0; i < looks; i++) {
            SampleDay.Case star = about(curious, dice.one(stars), SamplePurpose.INQUIRY,
                    List.of("name", "plan", "star-level", "phone"));
            at = day.write(star, at, dice);
        }
    }

    private void workAtNight(SampleDay day, int index) {
        SampleDice dice = dice(4, index);
        if (index < FIRST_ODD_DAY || index % 4 != 2) {
            return;
        }
        Instant at = day.at(LocalTime.of(2, dice.between(40, 59)));
        int cases = dice.between(3, 6);
        for (int i = 0; i < cases; i++) {
            SampleDay.Case odd = about(nightly, dice.below(size), SamplePurpose.REAL_NAME,
                    SamplePurpose.REAL_NAME.fields().subList(0, 6));
            at = day.write(odd, at, dice);
        }
    }

    private void sweep(SampleDay day, int index) {
        if (index != firstWorkingDay(sweeping, 17)) {
            return;
        }
        SampleDice dice = dice(5, index);
        SamplePurpose purpose = SamplePurpose.FRAUD_CHECK;
        int first = dice.below(size);
        Instant at = day.at(LocalTime.of(14, 3));
        for (int i = 0; i < SWEEP_CUSTOMERS; i++) {
            SampleDay.Case one = about(sweeping, (first + i) % size, purpose, purpose.fields().subList(0, 5));
            String ticket = day.nextTicket(sweeping, purpose);
            day.add(at, SampleAct.Kind.TICKET_OPEN, one, Optional.of(ticket));
            day.look(one, at.plusSeconds(8), ticket);
            day.add(at.plusSeconds(40), SampleAct.Kind.TICKET_CLOSE, one, Optional.of(ticket));
            at = at.plusSeconds(SWEEP_SECONDS_EACH);
        }
    }

    private static SampleDay.Case about(SampleStaff person, int customer, SamplePurpose purpose,
                                        List<String> fields) {
        return new SampleDay.Case(person, customer, purpose, fields);
    }

    private boolean worksOn(SampleStaff person, int index) {
        return person.shift().worksOn(firstDay.plusDays(index), person.rota());
    }

    private int firstWorkingDay(SampleStaff person, int from) {
        return IntStream.range(from, SampleWork.DAYS).filter(index -> worksOn(person, index)).findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody is off for so long"));
    }

    private SampleDice dice(int habit, int index) {
        return SampleDice.of(seed, KIND, habit, index);
    }

    private static List<Integer> stars(SampleCustomers customers) {
        int[] levels = IntStream.range(0, Math.min(customers.size(), STAR_SEARCH_MAX))
                .map(i -> starLevel(customers, i)).toArray();
        return IntStream.range(0, levels.length).boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -levels[i]))
                .limit(STARS).toList();
    }

    private static int starLevel(SampleCustomers customers, int i) {
        return Integer.parseInt(customers.customer(i).field("star-level"));
    }
}
