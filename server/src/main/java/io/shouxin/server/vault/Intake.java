// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.policy.Collecting;
import io.shouxin.core.policy.Decisions;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Index;
import io.shouxin.core.policy.Register;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.problem.Refused;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks rows against the register: what this purpose may collect, and whether each value is one. */
final class Intake {

    /** The operator's own number for a customer: by it a row knows that it is about somebody known. */
    static final String NUMBER_FIELD = "customer-number";

    /** A row after checking: values in their normal form, names let fall, and what is wrong. */
    record Checked(Customers.Row row, SortedMap<String, SecretText> values, List<String> dropped,
            List<Refused.Detail> problems, List<String> indexed, List<String> missingIfNew) {

        Optional<SecretText> number() {
            return problems.isEmpty() ? Optional.ofNullable(values.get(NUMBER_FIELD)) : Optional.empty();
        }
    }

    private final Register register;
    private final String purpose;
    private final LocalDate today;

    Intake(Register register, String purpose, LocalDate today) {
        this.register = register;
        this.purpose = purpose;
        this.today = today;
    }

    Checked check(Customers.Row row) {
        SortedMap<String, SecretText> values = new TreeMap<>();
        List<String> dropped = new ArrayList<>();
        List<Refused.Detail> problems = new ArrayList<>();
        Map<String, Collecting> collecting =
                Decisions.collectable(register, purpose, row.fields().keySet());
        collecting.forEach((name, what) -> {
            switch (what) {
                case ALLOWED -> read(name, row.fields().get(name), values, problems);
                case DROPPED -> dropped.add(name);
                case REFUSED -> problems.add(refused(name));
            }
        });
        row.consents().forEach(consent -> {
            if (!register.purposes().containsKey(consent.purpose())) {
                problems.add(new Refused.Detail("consents", "vault.unknown-purpose"));
            }
        });
        if (values.isEmpty() && problems.isEmpty()) {
            problems.add(new Refused.Detail("fields", "problem.missing"));
        }
        List<String> indexed = values.keySet().stream()
                .filter(name -> register.fields().get(name).index() == Index.EXACT).toList();
        return new Checked(row, values, dropped, problems, indexed, missing(row));
    }

    /** A name the register does not know comes from the caller and may be anything: it is not repeated. */
    private Refused.Detail refused(String name) {
        return register.fields().containsKey(name)
                ? new Refused.Detail("fields." + name, "vault.field-not-collected", List.of(purpose))
                : new Refused.Detail("fields", "vault.unknown-field");
    }

    private void read(String name, String raw, Map<String, SecretText> values, List<Refused.Detail> problems) {
        try {
            ValueType type = ValueType.ofCode(register.fields().get(name).type()).orElseThrow();
            values.put(name, type.read(raw, today));
        } catch (InvalidValue invalid) {
            problems.add(new Refused.Detail("fields." + name, invalid.key()));
        }
    }

    private List<String> missing(Customers.Row row) {
        return register.fields().values().stream()
                .filter(field -> field.required() && register.purposes().get(purpose).collects().contains(field.name()))
                .map(Field::name).filter(name -> !row.fields().containsKey(name)).toList();
    }
}
