// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.keyset.Suite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

class RegisterTest {

    private static final String SMALL = RegisterFixture.file("testdata/policy/small.yaml");

    /** A mistake, and the problems it makes: path, tail of the key, arguments. */
    private record Mistake(String from, String to, List<String> found) {
    }

    @SuppressWarnings("unchecked")
    static Stream<Mistake> mistakes() {
        List<Map<String, Object>> table =
                new Yaml().load(RegisterFixture.file("testdata/policy/mistakes.yaml"));
        return table.stream().map(one -> new Mistake((String) one.get("from"), (String) one.get("to"),
                (List<String>) one.get("problems")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void read_reportsTheMistake(Mistake mistake) {
        Reading reading = read(mistake);

        assertThat(reading.register()).isEmpty();
        assertThat(reading.problems()).extracting(RegisterTest::text)
                .containsExactlyElementsOf(mistake.found());
    }

    @Test
    void everyProblem_isInTheTable() {
        Set<String> seen = mistakes()
                .flatMap(mistake -> read(mistake).problems().stream())
                .map(Problem::key).collect(Collectors.toSet());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(Problem.keys().stream()
                .filter(key -> key.startsWith("register.problem.")).toList());
    }

    @Test
    void read_reportsEverythingAtOnce() {
        Reading reading = RegisterFixture.read(RegisterFixture.file("testdata/policy/broken.yaml"));

        assertThat(reading.problems().stream().map(problem -> problem.line() + " " + text(problem)))
                .containsExactlyElementsOf(RegisterFixture.lines("testdata/policy/broken.txt"));
    }

    @Test
    void read_warnsWithoutStopping() {
        String text = SMALL.replace("A2-1: refused", "password: clear")
                .replace("needs: {ticket: true}", "needs: {}")
                .replace("collects: [name, number, password, plan]", "collects: [name, number]")
                .replace("  - role: agent\n    purpose: offer\n    give: {number: token, plan: clear}\n", "");
        Reading reading = RegisterFixture.read(text);

        assertThat(reading.register()).isPresent();
        assertThat(reading.warnings()).extracting(warning -> warning.path() + " " + warning.key()
                + " " + warning.arguments()).containsExactly(
                "fields/password register.warning.field-unused [password]",
                "purposes/offer register.warning.purpose-unused [offer]",
                "rules/1/give/password register.warning.clear-without-ticket [password, care]");
    }

    @Test
    void read_takesAnyTreeForADocument() {
        assertThat(Register.read(new Node.Scalar(1, ""), RegisterFixture.WORDS).problems())
                .extracting(Problem::key).containsExactly("register.problem.wrong-kind");
        assertThat(Register.read(new Node.Sequence(1, List.of()), RegisterFixture.WORDS).register())
                .isEmpty();
        assertThat(Register.read(new Node.Mapping(1, List.of()), RegisterFixture.WORDS).problems())
                .extracting(Problem::path).contains("format", "name", "zone", "classes", "roles", "fields",
                        "purposes", "rules");
    }

    /** Damage anywhere gives problems, never an exception and never a register with a hole in it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void read_survivesDamage(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            Node tree = damaged(RegisterFixture.tree(SMALL), random);
            Reading reading = Register.read(tree, RegisterFixture.WORDS);
            assertThat(reading).isEqualTo(Register.read(tree, RegisterFixture.WORDS));
            reading.register().ifPresent(register -> assertThat(register.fields().values())
                    .allSatisfy(field -> assertThat(register.classes()).containsKey(field.classCode())));
        }
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 10);
    }

    private static Node damaged(Node node, Random random) {
        if (random.nextInt(60) == 0) {
            return List.of(new Node.Scalar(node.line(), "x\u0000"), new Node.Scalar(node.line(), ""),
                    new Node.Sequence(node.line(), List.of(node)), new Node.Mapping(node.line(), List.of()))
                    .get(random.nextInt(4));
        }
        if (node instanceof Node.Sequence list) {
            return new Node.Sequence(list.line(),
                    list.items().stream().map(item -> damaged(item, random)).toList());
        }
        if (node instanceof Node.Mapping mapping) {
            return new Node.Mapping(mapping.line(), mapping.pairs().stream()
                    .filter(pair -> random.nextInt(80) > 0)
                    .map(pair -> new Node.Entry(pair.key(), pair.line(), damaged(pair.value(), random)))
                    .toList());
        }
        return node;
    }

    @Test
    void read_keepsWhatTheDocumentSays() {
        Register small = RegisterFixture.small();

        assertThat(small.classes().keySet()).containsExactly("A1-1", "A2-1", "C1-1");
        assertThat(small.fields().get("number")).isEqualTo(
                new Field("number", "号码", "Number", "A1-1", "phone", "phone", Index.EXACT, false));
        assertThat(small.fields().get("name").required()).isTrue();
        assertThat(small.fields().values()).extracting(Field::suite).containsOnly(Suite.AES);
        assertThat(RegisterFixture.register(SMALL.replace("index: exact}", "index: exact, suite: sm}")).fields()
                .get("number").suite()).isEqualTo(Suite.SM);
        assertThat(small.purposes().get("offer").needs())
                .isEqualTo(new Needs(false, true, Optional.empty(), List.of()));
        assertThat(small.rule("clerk", "care").orElseThrow().give()).containsEntry("name", Form.CLEAR);
        assertThat(small.keep("C1-1", "care").orElseThrow().text()).isEqualTo("case-end + 30d");
        assertThat(small.keep("C1-1", "settle").orElseThrow().text()).isEqualTo("month-end + 5m");
        assertThat(small.recipients().get("courier").fields()).containsExactly("name");
    }

    @Test
    void aRegister_cannotBeChanged() {
        Register small = RegisterFixture.small();

        assertThatThrownBy(() -> small.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> small.rules().get(0).give().put("name", Form.CLEAR))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> small.purposes().get("care").collects().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Reading read(Mistake mistake) {
        return Register.read(RegisterFixture.tree(made(mistake)), RegisterFixture.WORDS_WITHOUT_SM);
    }

    private static String made(Mistake mistake) {
        assertThat(SMALL).contains(mistake.from());
        int at = SMALL.indexOf(mistake.from());
        return SMALL.substring(0, at) + mistake.to() + SMALL.substring(at + mistake.from().length());
    }

    private static String text(Problem problem) {
        return problem.path() + " " + problem.key().substring("register.problem.".length())
                + " " + problem.arguments();
    }
}
