// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.token.Tokens;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Reveals.Given;
import io.shouxin.server.vault.Reveals.RevealAsk;
import io.shouxin.server.vault.Reveals.Revealed;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Tokens for applications that should not hold a value, and the way back.
 *
 * <p>A token is one block, of the field's suite, over the customer's id under the recipient's own key: another
 * recipient gets another token for the same field, and no table of tokens has to be kept or erased. One given
 * before a field changed its suite still opens. A token is personal information still (PIPL Art. 73(3));
 * turning it back is a reveal like any other.
 */
@Service
public class TokenExchange {

    public static final String ACTION = "vault.token";
    public static final String BACK_ACTION = "vault.detokenise";

    private static final String UNKNOWN_TOKEN = "vault.token-unknown";
    private static final int TOKENS_MAX = 200;

    /** One token turned back, or the reason why not. */
    public record Detokenised(String token, Optional<String> field, Given given, Optional<Receipt> receipt) {}

    private final Reveals reveals;
    private final CustomerTable table;
    private final Gate gate;
    private final Keys keys;
    private final Ledger ledger;

    TokenExchange(Reveals reveals, CustomerTable table, Gate gate, Keys keys, Ledger ledger) {
        this.reveals = reveals;
        this.table = table;
        this.gate = gate;
        this.keys = keys;
        this.ledger = ledger;
    }

    /** Tokens for the fields that this caller may have in any form for this purpose. */
    public Revealed tokenise(UUID customer, List<String> fields, String purpose, @Nullable String ticket,
            Caller caller) {
        return gate.decided(caller, present -> tokeniseOnce(customer, fields, purpose, ticket, present));
    }

    private Revealed tokeniseOnce(UUID customer, List<String> fields, String purpose, @Nullable String ticket,
            Caller caller) {
        gate.requirePermission(caller, Permission.TOKEN_USE);
        Registers.InForce inForce = gate.register();
        RevealAsk ask = new RevealAsk(List.of(customer), fields, purpose, ticket);
        Reveals.Case one = reveals.cases(ask, caller, inForce.register()).get(0);
        SortedMap<String, Given> given = new TreeMap<>();
        Entry.Draft draft = ledger.draft(caller.actor(), ACTION).purpose(purpose).ticket(ticket)
                .customer(one.customer().reference()).register(inForce.version());
        boolean any = false;
        for (Map.Entry<String, FieldDecision> field : one.decision().fields().entrySet()) {
            Form form = field.getValue().form().opens() ? Form.TOKEN : field.getValue().form();
            Optional<String> token = form == Form.TOKEN
                    ? Optional.of(token(keys, recipientKey(caller, purpose),
                            inForce.register().fields().get(field.getKey()), customer)) : Optional.empty();
            any |= token.isPresent();
            given.put(field.getKey(), new Given(form, token, field.getValue().reasons()));
            draft.field(field.getKey(), Reveals.given(form),
                    field.getValue().reasons().stream().map(Reason::key).toList());
        }
        Receipt receipt = ledger.record(List.of(any ? draft : draft.outcome(Entry.Outcome.REFUSED)),
                reveals.basis(caller, inForce, List.of(one))).get(0);
        return new Revealed(customer, given, inForce.version(), receipt);
    }

    /** Turns tokens back into what this caller may see of them now, each customer in one entry. */
    public List<Detokenised> detokenise(List<String> tokens, String purpose, @Nullable String ticket, Caller caller) {
        gate.requirePermission(caller, Permission.TOKEN_USE);
        new Checks().present("tokens", tokens).atMost("tokens", tokens, TOKENS_MAX).throwIfAny();
        Register register = gate.register().register();
        gate.requireSense(register, purpose, ticket);
        Map<String, Tokens.Opened> opened = known(open(tokens, purpose, register, caller));
        Map<UUID, Set<String>> wanted = new LinkedHashMap<>();
        opened.values().forEach(one ->
                wanted.computeIfAbsent(one.customer(), id -> new TreeSet<>()).add(one.field()));
        Map<UUID, Revealed> revealed = new LinkedHashMap<>();
        wanted.forEach((customer, fields) -> revealed.put(customer, reveals.reveal(new RevealAsk(
                List.of(customer), List.copyOf(fields), purpose, ticket), caller, BACK_ACTION).get(0)));
        List<Detokenised> answers = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            answers.add(answer(token, Optional.ofNullable(opened.get(token)), revealed));
        }
        return answers;
    }

    private static Detokenised answer(
            String token, Optional<Tokens.Opened> opened, Map<UUID, Revealed> revealed) {
        if (opened.isEmpty()) {
            Given refused = new Given(Form.REFUSED, Optional.empty(), List.of(new Reason(UNKNOWN_TOKEN, List.of())));
            return new Detokenised(token, Optional.empty(), refused, Optional.empty());
        }
        Revealed of = revealed.get(opened.get().customer());
        String field = opened.get().field();
        return new Detokenised(token, Optional.of(field), of.fields().get(field), Optional.of(of.receipt()));
    }

    private Map<String, Tokens.Opened> open(List<String> tokens, String purpose, Register register, Caller caller) {
        Map<String, Tokens.Opened> opened = new LinkedHashMap<>();
        for (String token : tokens) {
            Tokens.open(keys.named(recipientKey(caller, purpose)), token)
                    .filter(one -> register.fields().containsKey(one.field()))
                    .ifPresent(one -> opened.put(token, one));
        }
        return opened;
    }

    /** A made-up token opens to a random id: whose customer is not here is unknown, like any other. */
    private Map<String, Tokens.Opened> known(Map<String, Tokens.Opened> opened) {
        Set<UUID> there = table.find(opened.values().stream().map(Tokens.Opened::customer).distinct().toList())
                .keySet();
        opened.values().removeIf(one -> !there.contains(one.customer()));
        return opened;
    }

    static String token(Keys keys, String key, Field field, UUID customer) {
        return Tokens.token(keys.named(key), field.name(), customer, field.suite());
    }

    /** Somebody outside, named in the register: what they are given fits nothing that anybody else has. */
    static String recipientKey(String recipient) {
        return "token.recipient." + recipient + ".1";
    }

    /** An application is its own recipient; people share the key of the purpose they work for. */
    static String recipientKey(Caller caller, String purpose) {
        return "token." + (caller.isStaff() ? "purpose." + purpose : "service." + caller.id()) + ".1";
    }
}
