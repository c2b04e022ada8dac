// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.data.Budget;
import io.shouxin.core.data.Family;
import io.shouxin.core.policy.Channel;
import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Index;
import io.shouxin.core.policy.LegalBasis;
import io.shouxin.core.policy.Needs;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Role;
import io.shouxin.core.policy.Rule;
import io.shouxin.core.policy.UnlistedFields;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A register of an operator that does not exist, the people in its roles, and what they ask. The same numbers and
 * the same seed give the same.
 *
 * @param people roles by person
 */
record PolicyRules(Register register, Map<String, Set<String>> people) {

    static final int FIELDS = 200;
    static final int ROLES = 20;
    static final int PURPOSES = 30;

    private static final int CLASSES = 16;
    private static final int CLASSES_A_RULE = 8;
    private static final int OWN_LINES_A_RULE = 10;
    private static final int PEOPLE = 200;
    private static final long SEED = 17;
    /** Of ten lines of a rule, as a register that gives little in the clear has them. */
    private static final List<Form> FORMS = List.of(Form.CLEAR, Form.CLEAR, Form.MASKED, Form.MASKED, Form.MASKED,
            Form.MASKED, Form.TOKEN, Form.TOKEN, Form.REFUSED, Form.REFUSED);

    /** One look of one person at some fields. */
    record Request(String person, String purpose, List<String> fields) {}

    /** One line that somebody would write who has no classes, and no form but the answer. */
    record Line(String role, String purpose, String field, Form form) {}

    /** Every pair of role and purpose has a rule, or only each so-and-so-many-th. */
    static PolicyRules of(int eachOf) {
        Random dice = new Random(SEED);
        Map<String, DataClass> classes = named(CLASSES, "class", code ->
                new DataClass(code, code, code, 3, Family.IDENTITY, Budget.OTHER));
        Map<String, Role> roles = named(ROLES, "role", code -> new Role(code, code, code, Channel.STAFF));
        List<String> codes = List.copyOf(classes.keySet());
        Map<String, Field> fields = named(FIELDS, "field", name -> new Field(name, name, name,
                codes.get(dice.nextInt(CLASSES)), "text", "all", Index.NONE, false));
        Map<String, Purpose> purposes = named(PURPOSES, "purpose", code -> new Purpose(code, code, code,
                LegalBasis.CONTRACT, "Art. 13(1)(2)", Set.of(), UnlistedFields.REFUSE, Needs.none()));
        List<Rule> rules = new ArrayList<>();
        int pair = 0;
        for (String purpose : purposes.keySet()) {
            for (String role : roles.keySet()) {
                Rule rule = new Rule(role, purpose, give(codes, List.copyOf(fields.keySet()), dice));
                if (pair++ % eachOf == 0) {
                    rules.add(rule);
                }
            }
        }
        return new PolicyRules(new Register("bench", ZoneOffset.UTC, classes, roles, fields, purposes, rules,
                List.of(), Map.of(), Map.of(), List.of()), people(List.copyOf(roles.keySet()), dice));
    }

    private interface Making<T> {
        T of(String name);
    }

    private static <T> Map<String, T> named(int count, String what, Making<T> making) {
        Map<String, T> all = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = what + "-" + i;
            all.put(name, making.of(name));
        }
        return all;
    }

    private static Map<String, Form> give(List<String> classes, List<String> fields, Random dice) {
        Map<String, Form> give = new LinkedHashMap<>();
        some(fields, OWN_LINES_A_RULE, dice).forEach(name -> give.put(name, form(dice)));
        some(classes, CLASSES_A_RULE, dice).forEach(code -> give.put(code, form(dice)));
        return give;
    }

    private static Form form(Random dice) {
        return FORMS.get(dice.nextInt(FORMS.size()));
    }

    private static List<String> some(List<String> of, int count, Random dice) {
        List<String> shuffled = new ArrayList<>(of);
        Collections.shuffle(shuffled, dice);
        return List.copyOf(shuffled.subList(0, count));
    }

    /** A third of them in two roles. */
    private static Map<String, Set<String>> people(List<String> roles, Random dice) {
        Map<String, Set<String>> people = new LinkedHashMap<>();
        for (int i = 0; i < PEOPLE; i++) {
            Set<String> held = new TreeSet<>(Set.of(roles.get(i % ROLES)));
            if (i % 3 == 0) {
                held.add(roles.get(dice.nextInt(ROLES)));
            }
            people.put("person-" + i, Set.copyOf(held));
        }
        return people;
    }

    /** The most open form first: then the first line that matches is the most open that one of the roles gets. */
    List<Line> lines() {
        return register.rules().stream().flatMap(rule -> register.fields().values().stream()
                        .filter(field -> rule.selectorFor(field).isPresent())
                        .map(field -> new Line(rule.role(), rule.purpose(), field.name(),
                                rule.give().get(rule.selectorFor(field).get()))))
                .filter(line -> line.form() != Form.REFUSED)
                .sorted(Comparator.comparing(Line::form)).toList();
    }

    /** Nine of ten ask for a purpose that one of their roles has a rule for. */
    List<Request> requests(int count, int width) {
        Random dice = new Random(SEED + width);
        Map<String, List<String>> byRole = people.keySet().stream().flatMap(person -> people.get(person).stream()
                .map(role -> Map.entry(role, person))).collect(Collectors.groupingBy(Map.Entry::getKey,
                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        List<String> fields = List.copyOf(register.fields().keySet());
        List<String> purposes = List.copyOf(register.purposes().keySet());
        return IntStream.range(0, count).mapToObj(i -> {
            Rule rule = register.rules().get(dice.nextInt(register.rules().size()));
            List<String> holders = byRole.get(rule.role());
            String purpose = i % 10 == 9 ? purposes.get(dice.nextInt(purposes.size())) : rule.purpose();
            return new Request(holders.get(dice.nextInt(holders.size())), purpose, some(fields, width, dice));
        }).toList();
    }
}
