// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.core.data.Budget;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Ask;
import io.shouxin.core.policy.Channel;
import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Decisions;
import io.shouxin.core.policy.Extent;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.TicketState;
import io.shouxin.core.policy.Word;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A search as its ledger entry tells it. */
final class RecordedSearch {

    /** The door's action, written by the module above this one. */
    static final String ACTION = "vault.search";

    private RecordedSearch() {}

    /** The scenes without whose agreement it could not have been made; empty where it was not made. */
    static Set<String> needed(Entry entry, Register register) {
        boolean made = entry.fields().values().stream().anyMatch(one -> one.form() == Entry.Given.SEARCHED);
        if (!made || entry.purpose().isEmpty()) {
            return Set.of();
        }
        List<String> fields = List.copyOf(entry.fields().keySet());
        Ask ask = new Ask(entry.actor().id(), words(entry, "roles"), entry.purpose().get(), fields, TicketState.GOOD,
                register.purposes().keySet(), CustomerState.ACTIVE, entry.at().atZone(ZoneOffset.UTC),
                entry.origin().address(), register.fields().keySet(), channel(entry), Extent.SEARCH, Set.of(),
                Arrays.stream(Budget.values()).filter(one -> words(entry, "used-up").contains(Word.of(one)))
                        .collect(Collectors.toSet()));
        return Decisions.decide(register, ask).needsAgreement();
    }

    private static Channel channel(Entry entry) {
        return Arrays.stream(Channel.values()).filter(one -> Word.of(one).equals(entry.details().get("channel")))
                .findFirst().orElse(Channel.SERVICE);
    }

    private static Set<String> words(Entry entry, String detail) {
        return Arrays.stream(entry.details().getOrDefault(detail, "").split(" ")).filter(one -> !one.isEmpty())
                .collect(Collectors.toSet());
    }
}
