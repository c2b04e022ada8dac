// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the applications do on a day, beside the staff's work: the CRM system shows callers to agents, the
 * shop system looks documents up, and at night billing settles and analytics asks for tokens.
 */
final class SampleApplications {

    private static final long KIND = 0x6170707469636bL;
    private static final int CRM_LOOKS = 12;
    private static final int SHOP_LOOKS = 4;
    private static final int TOKENS = 8;
    private static final int SETTLED_MAX = 200;
    private static final int ANALYSED_MAX = 40;

    /** A look at many customers at once, which no person has. */
    record Bulk(Instant at, String service, String purpose, List<Integer> customers, List<String> fields,
                Kind kind) {

        enum Kind { REVEAL, TOKENISE }

        Bulk {
            customers = List.copyOf(customers);
            fields = List.copyOf(fields);
        }
    }

    private final SampleRun run;
    private final int size;

    SampleApplications(SampleRun run) {
        this.run = run;
        this.size = run.customers();
    }

    /** Before anybody works: nothing of it is later than two o'clock. */
    List<Bulk> night(int day) {
        SampleDice dice = SampleDice.of(run.seed(), KIND, day, 1);
        List<Bulk> bulks = new ArrayList<>();
        bulks.add(new Bulk(at(day, LocalTime.of(1, 10)), "app-billing", "billing.settle",
                those(day * SETTLED_MAX, Math.min(SETTLED_MAX, size)),
                List.of("customer-number", "plan", "monthly-fee", "total-fee", "payment-method", "bank-card"),
                Bulk.Kind.REVEAL));
        bulks.add(new Bulk(at(day, LocalTime.of(1, 40)), "app-analytics", "analytics.usage",
                those(dice.below(size), Math.min(ANALYSED_MAX, size)),
                List.of("customer-number", "phone", "plan", "tenure-months", "monthly-fee"), Bulk.Kind.REVEAL));
        for (int i = 0; i < TOKENS; i++) {
            bulks.add(new Bulk(at(day, LocalTime.of(1, 45, i * 3)), "app-analytics", "analytics.usage",
                    List.of(dice.below(size)), List.of("customer-number", "phone"), Bulk.Kind.TOKENISE));
        }
        return bulks;
    }

    private List<Integer> those(int first, int count) {
        return IntStream.range(first, first + count).map(i -> i % size).boxed().toList();
    }

    /** While people work. */
    List<SampleAct> day(int day) {
        SampleDice dice = SampleDice.of(run.seed(), KIND, day, 2);
        return Stream.concat(
                        IntStream.range(0, CRM_LOOKS).boxed().flatMap(i -> crm(day, i, dice).stream()),
                        IntStream.range(0, SHOP_LOOKS).boxed().flatMap(i -> shop(day, i, dice).stream()))
                .sorted(Comparator.comparing(SampleAct::at)).toList();
    }

    private List<SampleAct> crm(int day, int i, SampleDice dice) {
        Instant at = at(day, LocalTime.of(8 + i, dice.below(55), dice.below(60)));
        int customer = dice.below(size);
        String purpose = "service.open";
        return List.of(
                new SampleAct(at, "app-crm", SampleAct.Kind.SEARCH, customer, purpose, List.of("phone"),
                        Optional.empty()),
                new SampleAct(at.plusMillis(350), "app-crm", SampleAct.Kind.REVEAL, customer, purpose,
                        List.of("name", "phone", "plan", "monthly-fee"), Optional.empty()));
    }

    private List<SampleAct> shop(int day, int i, SampleDice dice) {
        Instant at = at(day, LocalTime.of(10 + 2 * i, dice.below(55), dice.below(60)));
        int customer = dice.below(size);
        String purpose = "shop.real-name";
        Optional<String> ticket = Optional.of("app-shop-" + day + "-" + i);
        return List.of(
                new SampleAct(at, "app-shop", SampleAct.Kind.TICKET_OPEN, customer, purpose, List.of(), ticket),
                new SampleAct(at.plusMillis(600), "app-shop", SampleAct.Kind.REVEAL, customer, purpose,
                        List.of("name", "id-type", "id-number", "iccid"), ticket),
                new SampleAct(at.plusMillis(2_400), "app-shop", SampleAct.Kind.TICKET_CLOSE, customer, purpose,
                        List.of(), ticket));
    }

    private Instant at(int day, LocalTime time) {
        return run.firstDay().plusDays(day).atTime(time).atZone(SampleWork.ZONE).toInstant();
    }
}
