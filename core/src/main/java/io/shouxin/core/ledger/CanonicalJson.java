// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * RFC 8785 for the part of JSON the ledger uses: objects, arrays, strings, booleans and integers within
 * ±(2^53-1). No null and no fractions: an absent thing is left out, and a number has one spelling.
 */
public final class CanonicalJson {

    /** The greatest integer that every JSON reader keeps exact (RFC 7493, 2.2). */
    public static final long INTEGER_MAX = (1L << 53) - 1;

    private static final String HEX = "0123456789abcdef";

    private CanonicalJson() {
    }

    /**
     * Writes maps (keys sorted by UTF-16 units), lists, strings, booleans, {@code Long} and {@code Integer}.
     *
     * @throws LedgerRefused {@code ledger.json.text} for text with half a surrogate pair
     */
    public static byte[] write(Object tree) {
        StringBuilder out = new StringBuilder(512);
        value(out, tree);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads an object that {@link #write} would write the same, byte for byte; integers come as {@code Long}.
     *
     * @throws LedgerDamaged {@code ledger.json.not-canonical} for everything else
     */
    public static Map<String, Object> readObject(byte[] json) {
        Map<String, Object> read = new CanonicalJsonReader(json).document();
        // The reader knows the grammar; that the spelling is the only one is settled by writing it again.
        if (!Arrays.equals(write(read), json)) {
            throw CanonicalJsonReader.notCanonical();
        }
        return read;
    }

    private static void value(StringBuilder out, Object value) {
        if (value instanceof String text) {
            string(out, text);
        } else if (value instanceof Map<?, ?> map) {
            object(out, map);
        } else if (value instanceof List<?> list) {
            array(out, list);
        } else if (value instanceof Boolean truth) {
            out.append(truth.booleanValue());
        } else if (value instanceof Long || value instanceof Integer) {
            integer(out, ((Number) value).longValue());
        } else {
            throw new IllegalStateException("no canonical JSON for "
                    + (value == null ? "null" : value.getClass().getName()));
        }
    }

    private static void integer(StringBuilder out, long value) {
        if (value > INTEGER_MAX || value < -INTEGER_MAX) {
            throw new IllegalStateException("an integer beyond 2^53-1 has no exact JSON");
        }
        out.append(value);
    }

    private static void array(StringBuilder out, List<?> list) {
        out.append('[');
        String comma = "";
        for (Object element : list) {
            out.append(comma);
            value(out, element);
            comma = ",";
        }
        out.append(']');
    }

    private static void object(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        String comma = "";
        for (Map.Entry<?, ?> member : sorted(map).entrySet()) {
            out.append(comma);
            string(out, (String) member.getKey());
            out.append(':');
            value(out, member.getValue());
            comma = ",";
        }
        out.append('}');
    }

    /** String.compareTo compares UTF-16 units, which is the order RFC 8785 (3.2.3) asks for. */
    private static Map<?, ?> sorted(Map<?, ?> map) {
        return map instanceof SortedMap<?, ?> already && already.comparator() == null ? map : new TreeMap<>(map);
    }

    private static void string(StringBuilder out, String text) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        out.append('"');
        if (plain == text.length()) {
            out.append(text);
        } else {
            units(out, text);
        }
        out.append('"');
    }

    private static boolean isPlain(char unit) {
        return unit >= 0x20 && unit != '"' && unit != '\\' && !Character.isSurrogate(unit);
    }

    private static void units(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (isPlain(unit)) {
                out.append(unit);
            } else if (Character.isSurrogate(unit)) {
                pair(out, text, i++);
            } else {
                escape(out, unit);
            }
        }
    }

    private static void pair(StringBuilder out, String text, int high) {
        if (high + 1 == text.length()
                || !Character.isSurrogatePair(text.charAt(high), text.charAt(high + 1))) {
            throw new LedgerRefused("ledger.json.text");
        }
        out.append(text, high, high + 2);
    }

    private static void escape(StringBuilder out, char unit) {
        int place = "\b\t\n\f\r\"\\".indexOf(unit);
        if (place >= 0) {
            out.append('\\').append("btnfr\"\\".charAt(place));
        } else {
            out.append("\\u00").append(HEX.charAt(unit >> 4)).append(HEX.charAt(unit & 15));
        }
    }
}
