// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.matrix;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.mask.Mask;
import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Keep;
import io.shouxin.core.policy.Matrix;
import io.shouxin.core.policy.Needs;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Rule;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.replay.RevealUse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cell of the matrix, with everything that makes it what it is.
 *
 * @param why the rule that says so, or that none does
 * @param example how the mask shows a fictional value; empty where nothing is masked
 * @param suite what the field's values are sealed with
 * @param keep how long the class is kept for this purpose
 */
record CellExplained(String field, String title, Form form, boolean registered, String why, String basis,
        String article, List<String> needs, String rule, Optional<String> example, String level, String suite,
        String keep, Optional<RevealUse.Counts> use) {

    /** Nobody's: numbers that are not given out, people who do not exist. Free words have none to show. */
    private static final Map<ValueType, String> FICTIONAL = Map.ofEntries(
            Map.entry(ValueType.NAME, "欧阳无名"),
            Map.entry(ValueType.PHONE, "16000001234"),
            Map.entry(ValueType.CONTACT_PHONE, "16000001234"),
            Map.entry(ValueType.CUSTOMER_NUMBER, "YL0000000123"),
            Map.entry(ValueType.RESIDENT_ID, "11010519491231002X"),
            Map.entry(ValueType.BANK_CARD, "4111111111111111"),
            Map.entry(ValueType.EMAIL, "nobody@example.com"),
            Map.entry(ValueType.ADDRESS, "云南省昆明市五华区无名路1号"),
            Map.entry(ValueType.IMSI, "460000000000000"),
            Map.entry(ValueType.IMEI, "490154203237518"),
            Map.entry(ValueType.DATE, "1986-05-17"),
            Map.entry(ValueType.TEXT, "云岭虚构商贸有限公司"));

    /** Explains a cell; empty for a combination of names that the register does not have. */
    static Optional<CellExplained> of(Register register, MatrixView.Choice choice, RevealUse uses,
            RegisterWords words) {
        Field field = register.fields().get(choice.field());
        Optional<Rule> rule = register.rules().stream().filter(one -> one.id().equals(choice.rule())).findFirst();
        if (field == null || rule.isEmpty()) {
            return Optional.empty();
        }
        Purpose purpose = register.purposes().get(rule.get().purpose());
        DataClass dataClass = register.classes().get(field.classCode());
        Optional<String> selector = rule.get().selectorFor(field);
        Form form = selector.map(rule.get().give()::get).orElse(Form.REFUSED);
        String role = words.role(register, rule.get().role());
        Optional<Keep> keep = register.keep(field.classCode(), purpose.code());
        return Optional.of(new CellExplained(field.name(),
                words.of("register.cell.title", words.name(field), role, words.name(purpose)),
                form, selector.isPresent(), why(register, field, selector, words),
                words.basis(purpose.basis()), words.article(purpose.article()),
                needs(register, purpose, choice, words),
                rule.get().id(), form == Form.MASKED ? example(field, words) : Optional.empty(),
                words.level(dataClass.level()), words.suite(field.suite()),
                keep.map(words::keep).orElse(words.of("register.keep.none")),
                uses.of(rule.get().role(), purpose.code(), field.name())));
    }

    /** What the purpose wants, and where somebody else has to agree. */
    private static List<String> needs(Register register, Purpose purpose, MatrixView.Choice choice,
            RegisterWords words) {
        List<String> scenes = Matrix.of(register).groups().stream().flatMap(group -> group.rows().stream())
                .filter(row -> row.field().name().equals(choice.field())).flatMap(row -> row.cells().stream())
                .filter(cell -> cell.rule().equals(choice.rule())).flatMap(cell -> cell.scenes().stream())
                .map(register.scenes()::get).map(scene -> words.of("register.needs.scene", words.name(scene))).toList();
        List<String> needs = new ArrayList<>(scenes);
        needs.addAll(scenes.isEmpty() || !purpose.needs().equals(Needs.none()) ? words.needs(purpose.needs())
                : List.of());
        return needs;
    }

    private static String why(Register register, Field field, Optional<String> selector, RegisterWords words) {
        if (selector.isEmpty()) {
            return words.of("register.cell.why.none");
        }
        return selector.get().equals(field.name()) ? words.of("register.cell.why.field", words.name(field))
                : words.of("register.cell.why.class", words.selector(register, selector.get()));
    }

    private static Optional<String> example(Field field, RegisterWords words) {
        Optional<Mask> mask = Mask.named(field.mask());
        Optional<ValueType> type = ValueType.ofCode(field.type());
        if (mask.isEmpty() || type.isEmpty() || !FICTIONAL.containsKey(type.get())) {
            return mask.map(one -> words.of("register.cell.example.hidden"));
        }
        String value = FICTIONAL.get(type.get());
        try {
            return Optional.of(words.of("register.cell.example", value, mask.get().apply(type.get().read(value))));
        } catch (InvalidValue notOne) {
            return Optional.of(words.of("register.cell.example.hidden"));
        }
    }
}
