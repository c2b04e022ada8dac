// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.Budget;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

class DecisionsTest {

    private static final Register SMALL = RegisterFixture.small();
    private static final Register SCENES =
            RegisterFixture.register(RegisterFixture.file("testdata/policy/scenes.yaml"));
    private static final List<String> ALL = List.of("name", "number", "password", "plan");

    static Stream<Named<Map<String, Object>>> cases() {
        return table("decisions.yaml");
    }

    static Stream<Named<Map<String, Object>>> sceneCases() {
        return table("scene-decisions.yaml");
    }

    private static Stream<Named<Map<String, Object>>> table(String file) {
        List<Map<String, Object>> cases = new Yaml().load(RegisterFixture.file("testdata/policy/" + file));
        return cases.stream().map(one -> Named.of((String) one.get("comment"), one));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decides_asTheTableSays(Map<String, Object> one) {
        assertDecided(Decisions.decide(SMALL, ask(one)), one);
    }

    @ParameterizedTest
    @MethodSource("sceneCases")
    void asksForAgreement_asTheTableSays(Map<String, Object> one) {
        Decision decision = Decisions.decide(SCENES, sceneAsk(one));

        assertDecided(decision, one);
        assertThat(decision.needsAgreement()).isEqualTo(new TreeSet<>(list(one, "needs", List.of())));
    }

    private static void assertDecided(Decision decision, Map<String, Object> one) {
        SortedMap<String, String> forms = new TreeMap<>();
        decision.fields().forEach((field, answer) -> forms.put(
                field, answer.form().code() + " " + String.join(" ", tails(answer.reasons()))));
        assertThat(forms).isEqualTo(new TreeMap<>(map(one, "fields")));
        assertThat(tails(decision.reasons())).isEqualTo(list(one, "reasons", List.of()));
        map(one, "rules").forEach((field, rule) ->
                assertThat(decision.fields().get(field).rule()).contains((String) rule));
    }

    @Test
    void everyReason_isInTheTable() {
        Set<String> seen = Stream.concat(
                cases().map(one -> Decisions.decide(SMALL, ask(one.getPayload()))),
                sceneCases().map(one -> Decisions.decide(SCENES, sceneAsk(one.getPayload()))))
                .flatMap(decision -> decision.fields().values().stream())
                .flatMap(answer -> answer.reasons().stream()).map(Reason::key)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(seen).containsExactlyElementsOf(Reason.keys());
    }

    @Test
    void reasons_nameRuleAndSelector() {
        Decision decision = Decisions.decide(SMALL, ask(Map.of("ask", List.of("name", "password"))));

        assertThat(decision.fields().get("name").reasons())
                .containsExactly(new Reason("policy.rule", List.of("agent", "care", "A1-1")));
        assertThat(decision.fields().get("password").reasons())
                .containsExactly(new Reason("policy.rule-refuses", List.of("agent", "care", "A2-1")));
        assertThat(decision.fields().get("name").rule()).contains("agent/care");
    }

    @Test
    void reasons_neverRepeatWhatTheCallerWrote() {
        Ask ask = ask(Map.of("purpose", "+8613800001234", "roles", List.of("张三"), "address", "13800001234",
                "ask", List.of("13800001234")));
        Decision decision = Decisions.decide(SMALL, ask);

        assertThat(decision.reasons().toString() + decision.fields().values() + decision + ask)
                .doesNotContain("13800001234", "张三");
    }

    @Test
    void aRefusedRequest_stillNamesTheRule() {
        Decision decision = Decisions.decide(SMALL, ask(Map.of("ticket", "NONE_GIVEN")));

        assertThat(decision.fields().get("plan").rule()).contains("agent/care");
        assertThat(decision.fields().get("plan").form()).isEqualTo(Form.REFUSED);
    }

    /** Agreement only ever gives back what the rules alone would give, and its absence only takes away. */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreement_neverOpensMoreThanTheRules(long seed) {
        Random random = new Random(seed);
        Register bare = new Register(SCENES.name(), SCENES.zone(), SCENES.classes(), SCENES.roles(), SCENES.fields(),
                SCENES.purposes(), SCENES.rules(), SCENES.retention(), SCENES.recipients(), Map.of(), List.of());
        for (int i = 0; i < 40; i++) {
            Ask ask = anySceneAsk(random);
            Decision without = Decisions.decide(bare, ask);
            Decision with = Decisions.decide(SCENES, ask);
            Decision all = Decisions.decide(SCENES, ask.agreed(SCENES.scenes().keySet()));

            with.fields().forEach((name, answer) -> {
                Form rules = without.fields().get(name).form();
                assertThat(answer.form().moreOpenThan(rules) && rules != Form.ABSENT).isFalse();
                assertThat(all.fields().get(name).form()).isEqualTo(rules);
            });
            assertThat(all.needsAgreement()).isEmpty();
        }
    }

    /** What must hold of any ask whatever: 400 of them, half nonsense. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyAsk_failsClosedAndIsDeterministic(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            Ask ask = anyAsk(random);
            Decision decision = Decisions.decide(SMALL, ask);

            assertThat(Decisions.decide(SMALL, shuffled(ask, random))).isEqualTo(decision);
            assertThat(decision.fields().keySet()).isEqualTo(new TreeSet<>(ask.fields()));
            decision.fields().forEach((name, answer) -> {
                if (answer.form() != Form.REFUSED) {
                    assertThat(decision.reasons()).isEmpty();
                    assertBacked(ask, name, answer);
                }
            });
        }
    }

    /** One rule of one of the actor's own roles gives exactly this. */
    private static void assertBacked(Ask ask, String name, FieldDecision answer) {
        Rule rule = SMALL.rules().stream()
                .filter(one -> one.id().equals(answer.rule().orElseThrow())).findFirst().orElseThrow();
        Form given = rule.give().get(rule.selectorFor(SMALL.fields().get(name)).orElseThrow());
        assertThat(rule.purpose()).isEqualTo(ask.purpose());
        assertThat(ask.roles()).contains(rule.role());
        assertThat(answer.form()).isEqualTo(ask.held().contains(name) ? given : Form.ABSENT);
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 10);
    }

    @Test
    void collectable_refusesOrDropsByName() {
        Set<String> fields = Set.of("name", "number", "shoe-size");

        assertThat(Decisions.collectable(SMALL, "care", fields)).isEqualTo(new TreeMap<>(Map.of(
                "name", Collecting.ALLOWED, "number", Collecting.ALLOWED, "shoe-size", Collecting.REFUSED)));
        assertThat(Decisions.collectable(SMALL, "settle", fields)).isEqualTo(new TreeMap<>(Map.of(
                "name", Collecting.DROPPED, "number", Collecting.ALLOWED, "shoe-size", Collecting.REFUSED)));
        assertThat(Decisions.collectable(SMALL, "offer", fields).values())
                .containsOnly(Collecting.REFUSED);
        assertThat(Decisions.collectable(SMALL, "curiosity", fields).values())
                .containsOnly(Collecting.REFUSED);
    }

    private static Ask ask(Map<String, Object> one) {
        return ask(one, ALL, "GOOD");
    }

    private static Ask sceneAsk(Map<String, Object> one) {
        return ask(one, List.of("name", "address", "plan"), "NONE_GIVEN");
    }

    private static Ask ask(Map<String, Object> one, List<String> all, String ticket) {
        String address = (String) one.getOrDefault("address", "10.1.2.3");
        return new Ask("U0001", Set.copyOf(list(one, "roles", List.of("agent"))),
                (String) one.getOrDefault("purpose", "care"),
                list(one, "ask", all),
                TicketState.valueOf((String) one.getOrDefault("ticket", ticket)),
                Set.copyOf(list(one, "consents", List.of())),
                CustomerState.valueOf((String) one.getOrDefault("state", "ACTIVE")),
                ZonedDateTime.parse((String) one.getOrDefault("at", "2026-11-23T10:00:00+08:00")),
                address.isEmpty() ? Optional.empty() : Optional.of(address),
                Set.copyOf(list(one, "held", all)),
                Channel.valueOf((String) one.getOrDefault("channel", "STAFF")),
                new Extent(Operation.valueOf((String) one.getOrDefault("operation", "REVEAL")),
                        (Integer) one.getOrDefault("customers", 1)),
                Set.copyOf(list(one, "agreed", List.of())),
                list(one, "used-up", List.<String>of()).stream().map(Budget::valueOf).collect(Collectors.toSet()));
    }

    private static Ask anyAsk(Random random) {
        return new Ask("U0001", some(random, "agent", "clerk", "app", "administrator", "emperor"),
                one(random, "care", "care", "offer", "settle", "curiosity"),
                new ArrayList<>(some(random, "name", "number", "password", "plan", "shoe-size", "")),
                random.nextBoolean() ? TicketState.GOOD : one(random, TicketState.values()),
                some(random, "care", "offer"),
                random.nextBoolean() ? CustomerState.ACTIVE : one(random, CustomerState.values()),
                ZonedDateTime.parse("2026-11-23T00:00:00Z").plusMinutes(random.nextInt(7 * 24 * 60)),
                Optional.of(one(random, "10.1.2.3", "11.1.2.3", "fd00::1", "nonsense", "10.1.2")),
                some(random, "name", "number", "password", "plan"), one(random, Channel.values()),
                Extent.ONE, Set.of(), Set.of());
    }

    private static Ask anySceneAsk(Random random) {
        return new Ask("U0001", some(random, "agent", "lead", "app"), one(random, "care", "visit"),
                List.of("name", "address", "plan"), one(random, TicketState.values()), Set.of(), CustomerState.ACTIVE,
                ZonedDateTime.parse("2026-11-23T00:00:00Z").plusMinutes(random.nextInt(7 * 24 * 60)),
                Optional.empty(), some(random, "name", "address", "plan"), one(random, Channel.values()),
                new Extent(one(random, Operation.values()), 1 + random.nextInt(4)),
                some(random, "private", "many", "night", "file"), Set.of());
    }

    private static Ask shuffled(Ask ask, Random random) {
        List<String> fields = new ArrayList<>(ask.fields());
        Collections.shuffle(fields, random);
        return new Ask(ask.actor(), new TreeSet<>(ask.roles()), ask.purpose(), fields, ask.ticket(),
                ask.consents(), ask.state(), ask.at(), ask.address(), ask.held(), ask.channel(),
                ask.extent(), ask.agreed(), ask.usedUp());
    }

    private static Set<String> some(Random random, String... all) {
        Set<String> some = new HashSet<>(Arrays.asList(all));
        some.removeIf(one -> random.nextInt(3) == 0);
        return some;
    }

    @SafeVarargs
    private static <T> T one(Random random, T... all) {
        return all[random.nextInt(all.length)];
    }

    private static List<String> tails(List<Reason> reasons) {
        return reasons.stream().map(reason -> reason.key().substring("policy.".length())).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Map<String, Object> one, String key, List<String> usual) {
        return (List<String>) one.getOrDefault(key, usual);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> one, String key) {
        return (Map<String, Object>) one.getOrDefault(key, Map.of());
    }
}
