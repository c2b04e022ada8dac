// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Entry.Outcome;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries to show, newest first. {@code before} is exclusive and pages backwards; at most
 * {@link #LIMIT_MAX} at once; {@code to} is exclusive.
 */
public record LedgerQuery(
        Optional<String> actor,
        Optional<String> action,
        Optional<Outcome> outcome,
        Optional<String> purpose,
        Optional<String> ticket,
        Optional<CustomerRef> customer,
        Optional<Instant> from,
        Optional<Instant> to,
        long before,
        int limit) {

    public static final int LIMIT_MAX = 500;

    public LedgerQuery {
        limit = Math.max(1, Math.min(limit, LIMIT_MAX));
    }

    public static LedgerQuery latest(int limit) {
        return new LedgerQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Long.MAX_VALUE, limit);
    }

    public LedgerQuery withAction(String name) {
        return new LedgerQuery(
                actor, Optional.of(name), outcome, purpose, ticket, customer, from, to, before, limit);
    }

    public LedgerQuery withActor(String id) {
        return new LedgerQuery(
                Optional.of(id), action, outcome, purpose, ticket, customer, from, to, before, limit);
    }

    public LedgerQuery withCustomer(CustomerRef reference) {
        return new LedgerQuery(
                actor, action, outcome, purpose, ticket, Optional.of(reference), from, to, before, limit);
    }

    public LedgerQuery since(Instant instant) {
        return new LedgerQuery(
                actor, action, outcome, purpose, ticket, customer, Optional.of(instant), to, before, limit);
    }

    public LedgerQuery before(long number) {
        return new LedgerQuery(
                actor, action, outcome, purpose, ticket, customer, from, to, number, limit);
    }
}
