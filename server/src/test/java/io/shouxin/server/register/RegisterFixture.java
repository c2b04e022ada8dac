// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.Given;
import io.shouxin.core.policy.Register;
import io.shouxin.server.ledger.Ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Registers and recorded reveals to begin a test with. */
public final class RegisterFixture {

    public static final Entry.Actor FIRST = Entry.Actor.staff("SEC001", "security-administrator");
    public static final Entry.Actor SECOND = Entry.Actor.staff("SEC002", "security-administrator");

    private RegisterFixture() {}

    /** The sample operator's register. */
    public static String sample() {
        try (InputStream in = RegisterFixture.class.getResourceAsStream("/registers/sample.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    /** The sample register in which care agents see no more than a mask of the plan, and the phone in clear. */
    public static String changed() {
        String text = sample();
        String rule = "give: {A1-1: masked, A1-2: masked, address: masked, C1-1: clear, C1-3: masked,";
        if (!text.contains(rule)) {
            throw new IllegalStateException("The sample register's rule of care agents has another shape.");
        }
        return text.replace(rule,
                "give: {A1-1: masked, A1-2: masked, phone: clear, address: refused, C1-1: masked, C1-3: masked,");
    }

    public static Register read(String yaml) {
        return RegisterYaml.read(yaml).register().orElseThrow();
    }

    /** One customer, as the ledger refers to them. */
    public static Entry.CustomerRef customer(int number) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) (number >> 8);
        bytes[1] = (byte) number;
        bytes[31] = 1;
        return new Entry.CustomerRef(bytes);
    }

    /** What one field was given as; without a reason it is the rule's. */
    public record Told(String field, Given form, String reason) {

        public static Told of(String field, Given form) {
            return new Told(field, form, form == Given.REFUSED ? "policy.rule-refuses" : "policy.rule");
        }
    }

    /** A reveal as the door writes it: staff, a good ticket, an active customer who has everything asked. */
    public static Entry.Draft reveal(Ledger ledger, Entry.Actor actor, int register, String purpose,
            List<Told> fields) {
        Entry.Draft draft = ledger.draft(actor, "vault.reveal").purpose(purpose).ticket("GD1").register(register);
        fields.forEach(one -> draft.field(one.field(), one.form(), List.of(one.reason())));
        boolean staff = actor.kind() == Entry.Actor.Kind.STAFF;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("roles", actor.role().orElse("app-crm"));
        details.put("channel", staff ? "staff" : "service");
        details.put("ticket-state", "GOOD");
        details.put("state", "ACTIVE");
        return draft.details(details);
    }
}
