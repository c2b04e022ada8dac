// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON shape of an {@link Entry}: what is absent, empty or zero is left out, so it has one spelling. */
final class EntryJson {

    private static final long VERSION = 1;

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private EntryJson() {
    }

    static Map<String, Object> tree(Entry entry) {
        SortedMap<String, Object> tree = new TreeMap<>();
        tree.put("v", VERSION);
        tree.put("id", entry.id());
        tree.put("at", TIME.format(entry.at()));
        tree.put("actor", actor(entry.actor()));
        tree.put("action", entry.action());
        tree.put("outcome", name(entry.outcome()));
        put(tree, "clock", entry.clock());
        put(tree, "purpose", entry.purpose());
        put(tree, "ticket", entry.ticket());
        put(tree, "customer", entry.customer().map(Entry.CustomerRef::hex));
        put(tree, "object", entry.object().map(object -> Map.of("kind", object.kind(), "id", object.id())));
        putFilled(tree, "fields", fields(entry.fields()));
        putFilled(tree, "origin", origin(entry.origin()));
        putFilled(tree, "details", entry.details());
        if (!entry.approvals().isEmpty()) {
            tree.put("approvals", entry.approvals().stream().map(EntryJson::approval).toList());
        }
        if (entry.register() != 0) {
            tree.put("register", entry.register());
        }
        return tree;
    }

    static Entry read(byte[] bytes) {
        if (bytes.length > Entry.BYTES_MAX) {
            throw unreadable();
        }
        Map<String, Object> tree = new CanonicalJsonReader(bytes).document();
        if (!Long.valueOf(VERSION).equals(tree.get("v"))) {
            throw new LedgerDamaged("ledger.entry.version");
        }
        Entry entry = entry(tree);
        // Whatever a reader skips, an unknown key above all, would be unseen content under a good hash; and
        // what was not canonical is not written the same again.
        if (!Arrays.equals(entry.bytes(), bytes)) {
            throw unreadable();
        }
        return entry;
    }

    private static Entry entry(Map<String, Object> tree) {
        try {
            return new Entry(text(tree, "id"), Instant.parse(text(tree, "at")), maybe(tree, "clock"),
                    readActor(part(tree, "actor")), text(tree, "action"),
                    named(Entry.Outcome.class, text(tree, "outcome")), maybe(tree, "purpose"),
                    maybe(tree, "ticket"), maybe(tree, "customer").map(Entry.CustomerRef::ofHex),
                    readFields(part(tree, "fields")),
                    Optional.of(part(tree, "object")).filter(object -> !object.isEmpty())
                            .map(object -> new Entry.ObjectRef(text(object, "kind"), text(object, "id"))),
                    readRegister(tree), readApprovals(tree), readOrigin(part(tree, "origin")),
                    readDetails(part(tree, "details")));
        } catch (LedgerRefused | DateTimeException | IllegalArgumentException wrong) {
            throw unreadable();
        }
    }

    private static Map<String, Object> actor(Entry.Actor actor) {
        SortedMap<String, Object> tree = new TreeMap<>();
        tree.put("kind", name(actor.kind()));
        tree.put("id", actor.id());
        put(tree, "role", actor.role());
        return tree;
    }

    private static Entry.Actor readActor(Map<String, Object> tree) {
        return new Entry.Actor(named(Entry.Actor.Kind.class, text(tree, "kind")), text(tree, "id"),
                maybe(tree, "role"));
    }

    private static Map<String, Object> fields(Map<String, Entry.FieldGiven> fields) {
        SortedMap<String, Object> tree = new TreeMap<>();
        fields.forEach((name, given) -> tree.put(name, given.reasons().isEmpty()
                ? Map.of("form", name(given.form()))
                : Map.of("form", name(given.form()), "why", given.reasons())));
        return tree;
    }

    private static SortedMap<String, Entry.FieldGiven> readFields(Map<String, Object> tree) {
        SortedMap<String, Entry.FieldGiven> fields = new TreeMap<>();
        for (String name : tree.keySet()) {
            Map<String, Object> given = part(tree, name);
            fields.put(name, new Entry.FieldGiven(named(Entry.Given.class, text(given, "form")),
                    list(given, "why").stream().map(why -> as(String.class, why)).toList()));
        }
        return fields;
    }

    private static Map<String, Object> approval(Entry.Approval approval) {
        return Map.of("actor", approval.actor(), "at", TIME.format(approval.at()), "id", approval.id());
    }

    private static List<Entry.Approval> readApprovals(Map<String, Object> tree) {
        return list(tree, "approvals").stream().map(EntryJson::object).map(approval -> new Entry.Approval(
                text(approval, "actor"), Instant.parse(text(approval, "at")), text(approval, "id"))).toList();
    }

    private static Map<String, Object> origin(Entry.Origin origin) {
        SortedMap<String, Object> tree = new TreeMap<>();
        put(tree, "ip", origin.address());
        put(tree, "node", origin.node());
        return tree;
    }

    private static Entry.Origin readOrigin(Map<String, Object> tree) {
        return new Entry.Origin(maybe(tree, "ip"), maybe(tree, "node"));
    }

    private static SortedMap<String, String> readDetails(Map<String, Object> tree) {
        SortedMap<String, String> details = new TreeMap<>();
        tree.forEach((key, value) -> details.put(key, as(String.class, value)));
        return details;
    }

    private static int readRegister(Map<String, Object> tree) {
        long version = as(Long.class, tree.getOrDefault("register", 0L));
        if (version > Integer.MAX_VALUE) {
            throw unreadable();
        }
        return (int) version;
    }

    private static void put(Map<String, Object> tree, String key, Optional<?> value) {
        value.ifPresent(present -> tree.put(key, present));
    }

    private static void putFilled(Map<String, Object> tree, String key, Map<String, ?> value) {
        if (!value.isEmpty()) {
            tree.put(key, value);
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    private static String text(Map<String, Object> tree, String key) {
        return as(String.class, tree.get(key));
    }

    private static Optional<String> maybe(Map<String, Object> tree, String key) {
        return Optional.ofNullable(tree.get(key)).map(value -> as(String.class, value));
    }

    private static Map<String, Object> part(Map<String, Object> tree, String key) {
        return object(tree.getOrDefault(key, Map.of()));
    }

    private static List<?> list(Map<String, Object> tree, String key) {
        return as(List.class, tree.getOrDefault(key, List.of()));
    }

    @SuppressWarnings("unchecked") // The reader makes no maps with other keys.
    private static Map<String, Object> object(Object value) {
        return as(Map.class, value);
    }

    private static <T> T as(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw unreadable();
        }
        return type.cast(value);
    }

    private static LedgerDamaged unreadable() {
        return new LedgerDamaged("ledger.entry.unreadable");
    }
}
