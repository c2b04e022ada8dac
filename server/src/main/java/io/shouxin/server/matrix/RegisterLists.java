// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.matrix;

import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Recipient;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Rule;
import io.shouxin.server.register.RegisterWords;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lists the law asks for, drawn from the register and never typed: what is collected and what is
 * shared (the two lists of MIIT notice 信管函〔2021〕292号), and the records of processing (PIPL Art. 54 to
 * 56, GB/T 35273 11.3).
 */
@Component
class RegisterLists {

    private final RegisterWords words;

    RegisterLists(RegisterWords words) {
        this.words = words;
    }

    /** The lists by the name they have in addresses. */
    enum Kind { COLLECTED, SHARED, PROCESSING }

    /** A list as words: its head and its rows, each cell a text. */
    record Table(List<String> head, List<List<String>> rows) {}

    Table table(Register register, Kind kind) {
        return switch (kind) {
            case COLLECTED -> new Table(head("field", "class", "level", "purposes", "basis", "keep"),
                    register.fields().values().stream().filter(field -> !collecting(register, field).isEmpty())
                            .map(field -> collected(register, field)).toList());
            case SHARED -> new Table(head("recipient", "contact", "fields", "purposes", "basis"),
                    register.recipients().values().stream().map(one -> shared(register, one)).toList());
            case PROCESSING -> new Table(
                    head("purpose", "basis", "article", "fields", "roles", "needs", "recipients", "keep"),
                    register.purposes().values().stream().map(one -> processing(register, one)).toList());
        };
    }

    private List<String> head(String... columns) {
        return Arrays.stream(columns).map(column -> words.of("register.list." + column)).toList();
    }

    private static List<Purpose> collecting(Register register, Field field) {
        return register.purposes().values().stream()
                .filter(purpose -> purpose.collects().contains(field.name())).toList();
    }

    private List<String> collected(Register register, Field field) {
        DataClass dataClass = register.classes().get(field.classCode());
        List<Purpose> purposes = collecting(register, field);
        Set<String> bases = purposes.stream().map(one -> words.basis(one.basis()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return List.of(words.name(field), dataClass.code() + " " + words.name(dataClass),
                words.level(dataClass.level()), words.list(purposes.stream().map(words::name).toList()),
                words.sentences(bases), keeps(register, dataClass.code(), purposes));
    }

    private List<String> shared(Register register, Recipient one) {
        return List.of(words.name(one), one.contact(),
                words.list(one.fields().stream().map(field -> words.field(register, field)).toList()),
                words.list(one.purposes().stream().map(purpose -> words.purpose(register, purpose)).toList()),
                words.basis(one.basis()));
    }

    private List<String> processing(Register register, Purpose one) {
        List<String> roles = register.rules().stream().filter(rule -> rule.purpose().equals(one.code()))
                .map(Rule::role).map(code -> words.role(register, code)).toList();
        List<String> recipients = register.recipients().values().stream()
                .filter(recipient -> recipient.purposes().contains(one.code())).map(words::name).toList();
        return List.of(words.name(one), words.basis(one.basis()), words.article(one.article()),
                or(one.collects().stream().map(field -> words.field(register, field)).toList()),
                or(roles), words.list(words.needs(one.needs())), or(recipients), kept(register, one));
    }

    private String or(List<String> names) {
        return names.isEmpty() ? words.of("register.list.none") : words.list(names);
    }

    /** One period where all purposes have the same, else each with its own. */
    private String keeps(Register register, String classCode, List<Purpose> purposes) {
        Set<String> distinct = new LinkedHashSet<>();
        purposes.forEach(one -> register.keep(classCode, one.code()).ifPresent(keep -> distinct.add(words.keep(keep))));
        if (distinct.size() == 1) {
            return distinct.iterator().next();
        }
        return words.list(purposes.stream().map(one -> words.of("register.keep.for", words.name(one),
                register.keep(classCode, one.code()).map(words::keep).orElse(words.of("register.keep.none"))))
                .toList());
    }

    /** The classes a purpose collects, by how long they are kept. */
    private String kept(Register register, Purpose purpose) {
        List<String> lines = new ArrayList<>();
        purpose.collects().stream().map(field -> register.fields().get(field).classCode()).distinct()
                .forEach(code -> register.keep(code, purpose.code()).ifPresent(
                        keep -> lines.add(words.of("register.keep.class", code, words.keep(keep)))));
        return or(lines);
    }
}
