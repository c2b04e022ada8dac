// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What each part of an {@link Entry} may be. Refusals name the part, never what it held. */
final class EntryRules {

    private static final Pattern ID = Pattern.compile("[0-9a-z]{26}");
    private static final Pattern ACTION = Pattern.compile("[a-z]+(\\.[a-z-]+)+");
    private static final int TOKEN_MAX = 64;
    private static final int DETAIL_MAX = 200;

    /** So few parts cannot outgrow the frame: none is above 700 bytes, and the rest is below 3,000. */
    private static final int PARTS_SURELY_FITTING = 80;

    /** The last instant that ISO 8601 writes with a four-digit year. */
    private static final Instant TIME_END = Instant.parse("9999-12-31T23:59:59.999Z");

    private EntryRules() {
    }

    static String id(String id) {
        return checked("id", id, ID.matcher(id).matches());
    }

    static String action(String action) {
        return checked("action", action, action.length() <= TOKEN_MAX && ACTION.matcher(action).matches());
    }

    static String token(String part, String token) {
        return checked(part, token, isToken(token));
    }

    static Optional<String> token(String part, Optional<String> token) {
        token.ifPresent(present -> token(part, present));
        return token;
    }

    static Instant time(String part, Instant at) {
        return checked(part, at.truncatedTo(ChronoUnit.MILLIS),
                !at.isBefore(Instant.EPOCH) && !at.isAfter(TIME_END));
    }

    static int register(int version) {
        return checked("register", version, version >= 0);
    }

    static SortedMap<String, Entry.FieldGiven> fields(Map<String, Entry.FieldGiven> fields) {
        fields.forEach((name, given) -> checked("field", name, isToken(name) && given != null));
        return sorted(fields);
    }

    static SortedMap<String, String> details(Map<String, String> details) {
        details.forEach((key, value) -> checked("detail", key, isToken(key) && isDetail(value)));
        return sorted(details);
    }

    static void size(Entry entry) {
        int parts = entry.fields().size() + entry.details().size() + entry.approvals().size();
        for (Entry.FieldGiven given : entry.fields().values()) {
            parts += given.reasons().size();
        }
        if (parts > PARTS_SURELY_FITTING && entry.bytes().length > Entry.BYTES_MAX) {
            throw refused("too-large");
        }
    }

    /** A loop, because a reveal checks a dozen tokens and a pattern costs several times as much. */
    private static boolean isToken(String token) {
        boolean good = !token.isEmpty() && token.length() <= TOKEN_MAX;
        for (int i = 0; good && i < token.length(); i++) {
            char c = token.charAt(i);
            good = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || "._:/@#-".indexOf(c) >= 0;
        }
        return good;
    }

    private static boolean isDetail(String value) {
        return value != null && value.length() <= DETAIL_MAX
                && value.codePoints().noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE);
    }

    private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        // Filled one by one: a copy made in one step would take over a foreign order with the contents.
        TreeMap<String, V> copy = new TreeMap<>();
        map.forEach(copy::put);
        return Collections.unmodifiableSortedMap(copy);
    }

    private static <T> T checked(String part, T value, boolean good) {
        if (!good) {
            throw refused(part);
        }
        return value;
    }

    private static LedgerRefused refused(String part) {
        return new LedgerRefused("ledger.entry." + part);
    }
}
