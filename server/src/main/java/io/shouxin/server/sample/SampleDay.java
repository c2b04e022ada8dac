// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The acts of one day while they are being written; sorted when read. */
final class SampleDay {

    /** Number of the one ticket of a person and day that is given by name; counted ones begin at 1. */
    static final int NAMED_TICKET = 0;

    private static final double SECOND_LOOK_PERCENT = 8;
    private static final double NO_REVEAL_PERCENT = 7;
    private static final double MISTYPED_PERCENT = 2;
    private static final int BEYOND_MAX = 1_000_000;

    private final LocalDate date;
    private final int customers;
    private final double pace;
    private final List<SampleAct> acts = new ArrayList<>();
    private final Map<String, Integer> ticketsOpened = new HashMap<>();

    /**
     * What a case is about.
     *
     * @param fields what will be looked at, the same on a second look
     */
    record Case(SampleStaff person, int customer, SamplePurpose purpose, List<String> fields) {
    }

    /** @param pace 1 for human speed; a load of many customers works faster so as to fit into the shift */
    SampleDay(LocalDate date, int customers, double pace) {
        this.date = date;
        this.customers = customers;
        this.pace = pace;
    }

    LocalDate date() {
        return date;
    }

    /** In order of time; equal times in the order written. */
    List<SampleAct> acts() {
        return acts.stream().sorted(Comparator.comparing(SampleAct::at)).toList();
    }

    Instant at(LocalTime time) {
        return date.atTime(time).atZone(SampleWork.ZONE).toInstant();
    }

    /** Writes a whole case: ticket, search, reveals, ticket closed; returns when the person is free again. */
    Instant write(Case about, Instant start, SampleDice dice) {
        SamplePurpose purpose = about.purpose();
        Optional<String> ticket = purpose.ticketPrefix().isEmpty()
                ? Optional.empty() : Optional.of(nextTicket(about.person(), purpose));
        Instant now = start;
        if (ticket.isPresent()) {
            add(now, SampleAct.Kind.TICKET_OPEN, about, ticket);
            now = later(now, 12, 50, dice);
        }
        boolean searched = dice.percent(purpose.searchPercent());
        if (searched) {
            now = search(about, now, ticket, dice);
        }
        // A caller rings off, a queue moves on: some searches lead to nothing.
        if (!searched || !dice.percent(NO_REVEAL_PERCENT)) {
            now = reveal(about, now, ticket, dice);
        }
        if (ticket.isPresent()) {
            now = later(now, 50, 150, dice);
            add(now, SampleAct.Kind.TICKET_CLOSE, about, ticket);
        }
        return later(now, 5, 20, dice);
    }

    private Instant search(Case about, Instant start, Optional<String> ticket, SampleDice dice) {
        Instant now = start;
        if (dice.percent(MISTYPED_PERCENT)) {
            int nobody = customers + dice.below(BEYOND_MAX);
            Case mistyped = new Case(about.person(), nobody, about.purpose(), List.of());
            add(now, SampleAct.Kind.SEARCH, mistyped, ticket);
            now = later(now, 5, 20, dice);
        }
        add(now, SampleAct.Kind.SEARCH, about, ticket);
        return later(now, 6, 30, dice);
    }

    private Instant reveal(Case about, Instant start, Optional<String> ticket, SampleDice dice) {
        add(start, SampleAct.Kind.REVEAL, about, ticket);
        if (!dice.percent(SECOND_LOOK_PERCENT)) {
            return start;
        }
        Instant again = later(start, 30, 100, dice);
        add(again, SampleAct.Kind.REVEAL, about, ticket);
        return again;
    }

    /** Search and reveal of one customer under a ticket that may be about another. */
    void look(Case about, Instant start, String ticket) {
        add(start, SampleAct.Kind.SEARCH, about, Optional.of(ticket));
        add(start.plusMillis((long) (9_000 * pace)), SampleAct.Kind.REVEAL, about, Optional.of(ticket));
    }

    void add(Instant at, SampleAct.Kind kind, Case about, Optional<String> ticket) {
        List<String> fields = switch (kind) {
            case SEARCH -> List.of(about.purpose().searchField());
            case REVEAL -> about.fields();
            case TICKET_OPEN, TICKET_CLOSE -> List.of();
        };
        acts.add(new SampleAct(at, about.person().number(), kind, about.customer(), about.purpose().code(),
                fields, ticket));
    }

    String nextTicket(SampleStaff person, SamplePurpose purpose) {
        int number = ticketsOpened.merge(person.number(), 1, Integer::sum);
        return ticket(date, person, purpose, number);
    }

    /** GD20261123-03127014: the day, the digits of the staff number, the person's count of that day. */
    static String ticket(LocalDate date, SampleStaff person, SamplePurpose purpose, int number) {
        return purpose.ticketPrefix() + date.format(DateTimeFormatter.BASIC_ISO_DATE) + "-"
                + person.number().substring(2) + SampleNumbers.padded(number, 3);
    }

    private Instant later(Instant from, int secondsMin, int secondsMax, SampleDice dice) {
        return from.plusMillis((long) (dice.between(secondsMin * 1000, secondsMax * 1000) * pace));
    }
}
