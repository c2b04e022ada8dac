// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Which entries to read, newest first. An application without the right to read all reads its own. */
public final class LedgerFilter {

    private final Map<String, String> parts;

    private LedgerFilter(Map<String, String> parts) {
        this.parts = Collections.unmodifiableMap(parts);
    }

    public static LedgerFilter all() {
        return new LedgerFilter(Map.of());
    }

    public LedgerFilter actor(String id) {
        return with("actor", id);
    }

    /** Such as {@code vault.reveal}. */
    public LedgerFilter action(String action) {
        return with("action", action);
    }

    /** {@code DONE} or {@code REFUSED}. */
    public LedgerFilter outcome(String outcome) {
        return with("outcome", outcome);
    }

    public LedgerFilter purpose(String purpose) {
        return with("purpose", purpose);
    }

    public LedgerFilter customer(UUID id) {
        return with("customer", id.toString());
    }

    /** At this time or later. */
    public LedgerFilter from(Instant first) {
        return with("from", first.toString());
    }

    /** Before this time. */
    public LedgerFilter to(Instant end) {
        return with("to", end.toString());
    }

    /** Entries with a smaller number: the way to the next page. */
    public LedgerFilter before(long number) {
        return with("before", Long.toString(number));
    }

    public LedgerFilter atMost(int entries) {
        return with("limit", Integer.toString(entries));
    }

    private LedgerFilter with(String name, String value) {
        Map<String, String> more = new TreeMap<>(parts);
        more.put(name, value);
        return new LedgerFilter(more);
    }

    Map<String, String> parts() {
        return parts;
    }
}
