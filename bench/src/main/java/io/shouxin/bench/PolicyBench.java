// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.bench.PolicyRules.Request;
import io.shouxin.core.policy.Ask;
import io.shouxin.core.policy.Channel;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Decision;
import io.shouxin.core.policy.Decisions;
import io.shouxin.core.policy.Extent;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.TicketState;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Decisions of the register, beside jCasbin on the same rules. */
final class PolicyBench {

    private static final List<Integer> EACH_OF = List.of(100, 10, 1);
    private static final int FIELDS = 8;
    private static final int REQUESTS_MAX = 1_000;
    private static final int REQUESTS_MIN = 5;
    /** However slow the peer is at its lines: once through the requests takes no longer than about this. */
    private static final long ONCE_THROUGH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final ZonedDateTime AT = ZonedDateTime.of(2026, 11, 23, 10, 0, 0, 0, ZoneOffset.UTC);

    private static final String OURS = "ours";
    private static final String PEER = "jCasbin";

    private final PolicyRules rules;
    private final CasbinPeer peer;
    private final Set<String> held;

    private PolicyBench(PolicyRules rules) {
        this.rules = rules;
        this.peer = new CasbinPeer(rules);
        this.held = Set.copyOf(rules.register().fields().keySet());
    }

    /** Writes {@code policy} into the folder of the first argument. */
    public static void main(String[] args) throws IOException {
        int rounds = Integer.getInteger("bench.rounds", 5);
        Results results = new Results("policy", "Decisions of the register beside jCasbin, one thread",
                Machine.facts("register of " + PolicyRules.FIELDS + " fields, " + PolicyRules.ROLES + " roles and "
                        + PolicyRules.PURPOSES + " purposes, with a rule for each pair of role and purpose, each 10th"
                        + " and each 100th; the same requests in the same order, each answer compared before; ours"
                        + " decides all fields of a request in one call and gives reasons, jCasbin 1.81.0 one call a"
                        + " field; its CachedEnforcer remembers no more than a yes, so it is asked about fields that"
                        + " are given, for the form that is the answer, which it has answered before; median of "
                        + rounds + " turns; processor time of the thread"));
        for (int eachOf : EACH_OF) {
            PolicyBench bench = new PolicyBench(PolicyRules.of(eachOf));
            List<Request> one = bench.compared(bench.rules.requests(REQUESTS_MAX, 1));
            results.add(bench.row("1 field", one, rounds));
            results.add(bench.row(FIELDS + " fields", bench.compared(bench.rules.requests(REQUESTS_MAX, FIELDS)),
                    rounds));
            results.add(bench.rowOfRemembered(one.stream()
                    .filter(request -> bench.form(request) != Form.REFUSED).toList(), rounds));
        }
        results.write(Path.of(args[0]));
    }

    private Map<String, Object> row(String what, List<Request> requests, int rounds) {
        Turns turns = new Turns();
        turns.add(OURS, () -> requests.stream().mapToLong(one -> ours(one).fields().size()).sum());
        turns.add(PEER, () -> requests.stream().mapToLong(one -> one.fields().stream()
                .mapToLong(field -> peer.decide(one.person(), one.purpose(), field).ordinal()).sum()).sum());
        return row(what + " a request", requests, turns.nanoseconds(rounds, requests.size()));
    }

    private Map<String, Object> rowOfRemembered(List<Request> requests, int rounds) {
        List<Form> answers = requests.stream().map(this::form).toList();
        Turns turns = new Turns();
        turns.add(OURS, () -> requests.stream().mapToLong(one -> ours(one).fields().size()).sum());
        turns.add(PEER, () -> {
            for (int i = 0; i < answers.size(); i++) {
                Request one = requests.get(i);
                if (!peer.isCached(one.person(), one.purpose(), one.fields().get(0), answers.get(i))) {
                    throw new IllegalStateException("Not measured: the two do not agree about " + one);
                }
            }
            return answers.size();
        });
        return row("1 field a request, a yes that jCasbin's cache has", requests,
                turns.nanoseconds(rounds, requests.size()));
    }

    private Map<String, Object> row(String what, List<Request> requests, Map<String, Double> times) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        row.put("our rules", (long) rules.register().rules().size());
        row.put("jCasbin's lines", (long) rules.lines().size());
        row.put("requests", (long) requests.size());
        times.forEach((step, nanoseconds) -> row.put(step + " per second", Results.figure(1e9 / nanoseconds)));
        row.put("ratio", Results.figure(times.get(PEER) / times.get(OURS)));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    /** As many as the peer decides in time, each with the same answer: a rate of wrong answers would be none. */
    private List<Request> compared(List<Request> requests) {
        List<Request> compared = new ArrayList<>();
        long left = ONCE_THROUGH_NANOS;
        for (Request request : requests) {
            if (left < 0 && compared.size() >= REQUESTS_MIN) {
                break;
            }
            long begin = System.nanoTime();
            Map<String, Form> theirs = new LinkedHashMap<>();
            request.fields().forEach(field ->
                    theirs.put(field, peer.decide(request.person(), request.purpose(), field)));
            left -= System.nanoTime() - begin;
            ours(request).fields().forEach((field, decision) -> {
                if (decision.form() != theirs.get(field)) {
                    throw new IllegalStateException("Not measured: the two do not agree about " + request);
                }
            });
            compared.add(request);
        }
        return List.copyOf(compared);
    }

    /** Of the only field of a request. */
    private Form form(Request request) {
        return ours(request).fields().get(request.fields().get(0)).form();
    }

    /** As the door asks, which knows the roles of whoever it is. */
    private Decision ours(Request request) {
        return Decisions.decide(rules.register(), new Ask(request.person(), rules.people().get(request.person()),
                request.purpose(), request.fields(), TicketState.NONE_GIVEN, Set.of(), CustomerState.ACTIVE, AT,
                Optional.empty(), held, Channel.STAFF, Extent.ONE, Set.of(), Set.of()));
    }
}
