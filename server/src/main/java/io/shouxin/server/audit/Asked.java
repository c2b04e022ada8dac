// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which entries somebody asks for, as it stands in the address, for pages and for programs. Everything
 * is text, so that all that is wrong is named at once; an empty part is no filter.
 *
 * @param actor a staff number, the id of a service account, or the name of a part of the system
 * @param outcome DONE or REFUSED
 * @param customer the customer's id, or the reference as it stands in an entry
 * @param from the first moment: an instant, or a day of the operator's calendar
 * @param to the first moment no longer wanted if an instant, the last day if a day
 * @param before the number of an entry: only older ones
 */
record Asked(@Nullable String actor, @Nullable String action, @Nullable String outcome, @Nullable String purpose,
        @Nullable String ticket, @Nullable String customer, @Nullable String from, @Nullable String to,
        @Nullable String before, @Nullable String limit) {

    private static final int TOKEN_MAX = 64;
    private static final String STAFF_NUMBER = "[a-zA-Z]{1,4}[0-9]{3,8}";

    Asked {
        actor = actor(given(actor));
        action = given(action);
        outcome = given(outcome);
        purpose = given(purpose);
        ticket = given(ticket);
        customer = given(customer);
        from = given(from);
        to = given(to);
        before = given(before);
        limit = given(limit);
    }

    /**
     * @param only whose entries alone may be read; empty for all
     * @throws Refused {@code problem.invalid} naming each wrong part, {@code ledger.unknown-customer}
     */
    LedgerQuery query(Optional<String> only, CustomerNames customers, ZoneId zone, int limitDefault) {
        Optional<Instant> since = instant(from, zone, 0);
        Optional<Instant> until = instant(to, zone, 1);
        new Checks()
                .atMost("actor", actor, TOKEN_MAX).atMost("action", action, TOKEN_MAX)
                .atMost("purpose", purpose, TOKEN_MAX).atMost("ticket", ticket, TOKEN_MAX)
                .that(outcome == null || outcome.equals("DONE") || outcome.equals("REFUSED"), "outcome",
                        "problem.not-allowed", "DONE, REFUSED")
                .that(customer == null || isReference(customer) || id(customer).isPresent(), "customer",
                        "ledger.rule.customer")
                .that(from == null || since.isPresent(), "from", "ledger.rule.time")
                .that(to == null || until.isPresent(), "to", "ledger.rule.time")
                .that(before == null || number(before) >= 0, "before", "ledger.rule.number")
                .that(limit == null || number(limit) >= 1 && number(limit) <= LedgerQuery.LIMIT_MAX, "limit",
                        "problem.not-allowed", "1 - " + LedgerQuery.LIMIT_MAX)
                .throwIfAny();
        return new LedgerQuery(only.or(() -> Optional.ofNullable(actor)), Optional.ofNullable(action),
                Optional.ofNullable(outcome).map(Entry.Outcome::valueOf), Optional.ofNullable(purpose),
                Optional.ofNullable(ticket), Optional.ofNullable(customer).map(one -> reference(one, customers)),
                since, until, before == null ? Long.MAX_VALUE : number(before),
                limit == null ? limitDefault : (int) number(limit));
    }

    /** The same filters for another time, from the newest on. */
    Asked between(@Nullable String since, @Nullable String until) {
        return new Asked(actor, action, outcome, purpose, ticket, customer, since, until, null, null);
    }

    /** The customer as typed, unless that is neither id nor reference: it may be a number that stands nowhere. */
    public @Nullable String shownCustomer() {
        return customer != null && (isReference(customer) || id(customer).isPresent()) ? customer : null;
    }

    /** The filters by name, without the place in the list. */
    public Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        put(filters, "from", from);
        put(filters, "to", to);
        put(filters, "action", action);
        put(filters, "outcome", outcome);
        put(filters, "purpose", purpose);
        put(filters, "actor", actor);
        put(filters, "customer", shownCustomer());
        put(filters, "ticket", ticket);
        return filters;
    }

    private static void put(Map<String, String> filters, String name, @Nullable String value) {
        if (value != null) {
            filters.put(name, value);
        }
    }

    /** @throws Refused {@code ledger.unknown-customer} for what is neither id nor reference, or not known */
    static CustomerRef reference(String customer, CustomerNames customers) {
        Optional<CustomerRef> known = isReference(customer) ? Optional.of(CustomerRef.ofHex(customer))
                : id(customer).flatMap(customers::reference);
        return known.orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.unknown-customer"));
    }

    private static boolean isReference(String text) {
        return text.matches("[0-9a-f]{64}");
    }

    private static Optional<UUID> id(String text) {
        // The class reads looser forms too; one customer has one spelling here.
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    private static Optional<Instant> instant(@Nullable String text, ZoneId zone, int daysAfter) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(text.length() == 10
                    ? LocalDate.parse(text).plusDays(daysAfter).atStartOfDay(zone).toInstant()
                    : Instant.parse(text)).filter(Asked::isPossible);
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    /** Within what the database can compare. */
    private static boolean isPossible(Instant instant) {
        return instant.isAfter(Instant.EPOCH) && instant.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static @Nullable String actor(@Nullable String text) {
        return text != null && text.matches(STAFF_NUMBER) ? text.toUpperCase(Locale.ROOT) : text;
    }
}
