// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Reveals;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the door's answer into a page: the values and the receipt, or the refusal and the ways on. */
@Component
class Showing {

    private static final int NAMED_MAX = 3;

    private final Registers registers;
    private final DeskWords words;
    private final DeskSettings settings;

    Showing(Registers registers, DeskWords words, DeskSettings settings) {
        this.registers = registers;
        this.words = words;
        this.settings = settings;
    }

    /** How long values stay on a page. */
    Duration showFor() {
        return settings.showFor();
    }

    static boolean allRefused(Reveals.Revealed revealed) {
        return revealed.fields().values().stream().noneMatch(given -> given.form().opens());
    }

    RevealedView revealed(Reveals.Revealed revealed, String purpose, @Nullable String ticket, Caller caller) {
        Register register = registers.register(revealed.register());
        Instant from = revealed.receipt().at();
        Instant until = from.plus(settings.showFor());
        Purpose asked = register.purposes().get(purpose);
        String named = words.name(asked);
        String what = ticket == null ? words.of("desk.open.purpose", named)
                : words.of("desk.open.ticket", named, ticket);
        return new RevealedView(revealed.customer(), from, until, what, words.watermark(caller, from),
                groups(register, revealed, until), receipt(revealed, register, asked, ticket, caller),
                words.of("desk.receipt.seen", words.role(register, role(caller)), named, words.time(from)));
    }

    /** The role the entry names. */
    private static String role(Caller caller) {
        return caller.roles().stream().sorted().findFirst().orElse("");
    }

    private List<RevealedView.Group> groups(Register register, Reveals.Revealed revealed, Instant until) {
        Map<String, List<RevealedView.Row>> rows = new LinkedHashMap<>();
        for (Field field : register.fields().values()) {
            Reveals.Given given = revealed.fields().get(field.name());
            if (given != null) {
                rows.computeIfAbsent(field.classCode(), code -> new ArrayList<>())
                        .add(row(register, field, given, until));
            }
        }
        List<RevealedView.Group> groups = new ArrayList<>();
        for (DataClass one : register.classes().values()) {
            if (rows.containsKey(one.code())) {
                groups.add(new RevealedView.Group(one.code(), words.name(one), rows.get(one.code())));
            }
        }
        return groups;
    }

    private RevealedView.Row row(Register register, Field field, Reveals.Given given, Instant until) {
        String shown = given.value().map(value -> readable(field, given.form(), value))
                .orElseGet(() -> words.of("desk.shown." + given.form().code()));
        boolean cjk = given.value().isEmpty() || shown.codePoints().anyMatch(Character::isIdeographic);
        String note = given.form() == Form.CLEAR ? words.of("desk.shown.until", words.clock(until))
                : words.why(register, field, given.form(), given.reasons());
        return new RevealedView.Row(words.name(field), register.classes().get(field.classCode()).level(),
                given.form(), shown, given.value().isPresent(), cjk, note);
    }

    private String readable(Field field, Form form, String value) {
        boolean truth = form == Form.CLEAR && field.type().equals(ValueType.BOOLEAN.code());
        return truth ? words.of("desk.value." + value) : value;
    }

    private RevealedView.Receipt receipt(Reveals.Revealed revealed, Register register, Purpose purpose,
            @Nullable String ticket, Caller caller) {
        Map<Form, List<String>> fields = new EnumMap<>(Form.class);
        register.fields().values().stream().filter(field -> revealed.fields().containsKey(field.name()))
                .forEach(field -> fields.computeIfAbsent(revealed.fields().get(field.name()).form(),
                        form -> new ArrayList<>()).add(words.name(field)));
        List<String> lines = fields.entrySet().stream()
                .map(one -> words.of("desk.receipt.field", words.form(one.getKey()), words.list(one.getValue())))
                .toList();
        return new RevealedView.Receipt(revealed.receipt().entry(), words.time(revealed.receipt().at()),
                words.person(caller), words.name(purpose), ticket == null ? "" : ticket, lines,
                revealed.receipt().leafHashHex());
    }

    RefusalView refused(Reveals.Revealed revealed, String purpose, @Nullable String ticket) {
        Register register = registers.register(revealed.register());
        List<Field> fields = register.fields().values().stream()
                .filter(field -> revealed.fields().containsKey(field.name())).toList();
        String names = words.list(fields.stream().map(words::name).toList());
        List<Reason> reasons = revealed.fields().values().stream()
                .flatMap(given -> given.reasons().stream()).distinct().toList();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(words.of("desk.refusal.wanted"), names);
        facts.put(words.of("desk.purpose"), words.purpose(register, purpose));
        if (ticket != null) {
            facts.put(words.of("desk.ticket"), ticket);
        }
        facts.put(words.of("desk.refusal.rule"), words.of("desk.refusal.register", revealed.register()));
        facts.put(words.of("desk.refusal.code"), String.join(" ", reasons.stream().map(Reason::key).toList()));
        String title = fields.size() <= NAMED_MAX ? words.of("desk.refusal.title", names)
                : words.of("desk.refusal.title.many", fields.size());
        String why = words.list(reasons.stream().filter(reason -> !reason.key().equals("policy.rule"))
                .map(reason -> words.reason(register, reason)).distinct().toList());
        return new RefusalView(title, words.of("desk.refusal.why", why), facts, revealed.receipt().entry(),
                ways("/customers/" + revealed.customer(), reasons));
    }

    private List<RefusalView.Way> ways(String customer, List<Reason> reasons) {
        boolean ticket = reasons.stream().anyMatch(reason -> reason.key().startsWith("policy.ticket-"));
        boolean suspended = reasons.stream().anyMatch(reason -> reason.key().equals("vault.suspended"));
        List<RefusalView.Way> ways = new ArrayList<>();
        if (suspended) {
            return List.of(way("user-pause", "standing", Callers.STANDING));
        }
        if (!DeskWords.needed(reasons).isEmpty()) {
            ways.add(way("shield-lock", "agreement", customer));
        }
        boolean sealed = reasons.stream().anyMatch(reason -> reason.key().equals("policy.sealed"));
        if (ticket) {
            ways.add(way("ticket", "ticket", customer));
        } else if (!sealed && ways.isEmpty()) {
            ways.add(way("list-check", "fields", customer));
        }
        if (!sealed) {
            ways.add(way("target-arrow", "purpose", customer));
        }
        ways.add(way("user-search", "other", "/customers"));
        return ways;
    }

    private RefusalView.Way way(String icon, String name, String path) {
        String key = "desk.way." + name;
        return new RefusalView.Way(icon, words.of(key), words.of(key + ".hint"), path, words.of(key + ".button"));
    }
}
