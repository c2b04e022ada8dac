// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import io.shouxin.core.data.Budget;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Ask;
import io.shouxin.core.policy.Channel;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Extent;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.TicketState;
import io.shouxin.core.policy.Word;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A reveal as its ledger entry tells it: what was asked under which circumstances, and what was given.
 *
 * @param version the register that decided, 0 where the entry names none
 * @param fields what was given of each field asked
 */
public record RecordedReveal(Entry entry, int version, Set<String> roles, Channel channel, TicketState ticket,
        CustomerState state, Set<String> consents, Set<String> held, SortedMap<String, Given> fields) {

    /** The door's action, written by the module above this one. */
    static final String ACTION = "vault.reveal";

    /** The same for a row of a file. */
    public static final String EXPORT = "vault.export";

    /** Reasons of the register begin so; any other stands above it and no register changes it. */
    private static final String OF_THE_REGISTER = "policy.";
    private static final String NOT_HELD = "policy.not-held";
    private static final List<String> DETAILS =
            List.of("roles", "channel", "ticket-state", "state", "consents", "held", "customers", "agreed", "used-up");

    /**
     * @param form {@link Form#ABSENT} where the customer had no such value
     * @param fixed refused for what the asker is, not for what a register says
     */
    public record Given(Form form, boolean fixed) {}

    /** Reads an entry; empty where it does not say enough to be decided again. */
    public static Optional<RecordedReveal> of(Entry entry) {
        Optional<Channel> channel = word(Channel.values(), entry.details().get("channel"));
        Optional<TicketState> ticket = word(TicketState.values(), entry.details().get("ticket-state"));
        Optional<CustomerState> state = word(CustomerState.values(), entry.details().get("state"));
        if (entry.purpose().isEmpty() || channel.isEmpty() || ticket.isEmpty() || state.isEmpty()
                || !entry.details().containsKey("roles")) {
            return Optional.empty();
        }
        SortedMap<String, Given> fields = new TreeMap<>();
        entry.fields().forEach((name, given) -> fields.put(name, given(given)));
        return Optional.of(new RecordedReveal(entry, entry.register(), words(entry, "roles"), channel.get(),
                ticket.get(), state.get(), words(entry, "consents"), held(entry, fields), fields));
    }

    /** The same request again. */
    public Ask ask() {
        return new Ask(entry.actor().id(), roles, purpose(), List.copyOf(fields.keySet()), ticket, consents, state,
                entry.at().atZone(ZoneOffset.UTC), entry.origin().address(), held, channel, extent(entry),
                words(entry, "agreed"), usedUp(entry));
    }

    String purpose() {
        return entry.purpose().orElseThrow();
    }

    /** The role the asker acted in, for pages; a service account has one. */
    static String role(Entry entry) {
        return entry.actor().role().or(() -> words(entry, "roles").stream().sorted().findFirst()).orElse("");
    }

    /**
     * Everything but the moment and the address that a decision depends on, as the entry writes it: entries
     * with equal circumstances are one kind of request.
     */
    static String circumstances(Entry entry) {
        StringBuilder text = new StringBuilder(256).append(entry.register()).append('|')
                .append(entry.purpose().orElse("")).append('|');
        for (String detail : DETAILS) {
            text.append(entry.details().get(detail)).append('|');
        }
        entry.fields().forEach((name, given) -> {
            text.append(name).append('=').append(given.form());
            if (given.form() == Entry.Given.REFUSED) {
                Given told = given(given);
                text.append(told.form()).append(told.fixed());
            }
            text.append(' ');
        });
        return text.toString();
    }

    private static Given given(Entry.FieldGiven given) {
        boolean fixed = given.reasons().stream().anyMatch(reason -> !reason.startsWith(OF_THE_REGISTER));
        Form form = switch (given.form()) {
            case CLEAR -> Form.CLEAR;
            case MASKED -> Form.MASKED;
            case TOKEN -> Form.TOKEN;
            case REFUSED, COLLECTED, DROPPED, SEARCHED ->
                given.reasons().contains(NOT_HELD) ? Form.ABSENT : Form.REFUSED;
        };
        return new Given(form, fixed && !form.opens());
    }

    /** Where the entry is silent, what was not found missing counts as there: then nothing opened is overlooked. */
    private static Set<String> held(Entry entry, SortedMap<String, Given> fields) {
        if (entry.details().containsKey("held")) {
            return words(entry, "held");
        }
        Set<String> held = new LinkedHashSet<>();
        fields.forEach((name, given) -> {
            if (given.form() != Form.ABSENT) {
                held.add(name);
            }
        });
        return held;
    }

    private static Set<Budget> usedUp(Entry entry) {
        return Arrays.stream(Budget.values()).filter(one -> words(entry, "used-up").contains(Word.of(one)))
                .collect(Collectors.toSet());
    }

    /** An entry is about one customer; it says so where more were asked for at once. */
    private static Extent extent(Entry entry) {
        String customers = entry.details().getOrDefault("customers", "1");
        Operation operation = entry.action().equals(EXPORT) ? Operation.EXPORT : Operation.REVEAL;
        return new Extent(operation, customers.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(customers) : 1);
    }

    private static Set<String> words(Entry entry, String detail) {
        String text = entry.details().getOrDefault(detail, "").strip();
        return text.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(text.split(" +")));
    }

    private static <E extends Enum<E>> Optional<E> word(E[] known, String text) {
        return text == null ? Optional.empty()
                : Arrays.stream(known).filter(one -> one.name().equalsIgnoreCase(text)).findFirst();
    }
}
