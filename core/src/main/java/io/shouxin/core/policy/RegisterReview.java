// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.List;
import java.util.Optional;

/** Looks at a whole register: what is missing between its parts, and what deserves a second look. */
final class RegisterReview {

    private static final int EXTREMELY_SENSITIVE = 4;

    private final Register register;
    private final Findings findings;

    RegisterReview(Register register, Findings findings) {
        this.register = register;
        this.findings = findings;
    }

    void run(Part classes, Part fields, Part purposes, List<Part> gives) {
        register.classes().keySet().forEach(code -> retention(code, classes.place(code)));
        register.fields().keySet().stream()
                .filter(field -> register.purposes().values().stream().noneMatch(
                        purpose -> purpose.collects().contains(field)))
                .forEach(field -> fields.note(field, Problem.Kind.FIELD_UNUSED, field, List.of()));
        register.purposes().keySet().stream()
                .filter(code -> register.rules().stream().noneMatch(rule -> rule.purpose().equals(code)))
                .forEach(code -> purposes.note(code, Problem.Kind.PURPOSE_UNUSED, code, List.of()));
        for (int i = 0; i < gives.size(); i++) {
            clearWithoutTicket(register.rules().get(i), gives.get(i));
        }
    }

    /** PIPL Art. 19: a period for everything held, for each purpose it was collected for. */
    private void retention(String classCode, Findings.Place place) {
        List<String> fields = register.fields().values().stream()
                .filter(field -> field.classCode().equals(classCode)).map(Field::name).toList();
        if (fields.isEmpty() || register.keepForAny(classCode).isPresent()) {
            return;
        }
        List<String> without = register.purposes().values().stream()
                .filter(purpose -> fields.stream().anyMatch(purpose.collects()::contains))
                .map(Purpose::code)
                .filter(purpose -> register.keep(classCode, purpose).isEmpty()).toList();
        boolean nowhere = register.retention().stream().noneMatch(line -> line.classCode().equals(classCode));
        if (nowhere || !without.isEmpty()) {
            findings.add(place, Problem.Kind.RETENTION_MISSING, classCode, without);
        }
    }

    /** A rule that opens the most sensitive fields for a purpose that asks for no ticket. */
    private void clearWithoutTicket(Rule rule, Part give) {
        Purpose purpose = register.purposes().get(rule.purpose());
        if (purpose == null || purpose.needs().ticket()) {
            return;
        }
        rule.give().forEach((selector, form) -> {
            if (form == Form.CLEAR && level(selector) == EXTREMELY_SENSITIVE) {
                give.note(selector, Problem.Kind.CLEAR_WITHOUT_TICKET, selector, List.of(purpose.code()));
            }
        });
    }

    private int level(String selector) {
        Field field = register.fields().get(selector);
        String classCode = field == null ? selector : field.classCode();
        return Optional.ofNullable(register.classes().get(classCode)).map(DataClass::level).orElse(0);
    }
}
