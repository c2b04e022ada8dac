// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the grammar of {@link CanonicalJson}: no white space, no null, no fraction, no exponent, only the
 * escapes RFC 8785 writes. Everything else is damage, since nobody but our own writer wrote it.
 */
final class CanonicalJsonReader {

    /** Deeper than any entry, and shallow enough that hostile nesting cannot exhaust the stack. */
    private static final int DEPTH_MAX = 16;

    /** Digits of 2^53-1. */
    private static final int DIGITS_MAX = 16;

    private final String text;
    private int next;

    CanonicalJsonReader(byte[] json) {
        try {
            // A decoder made this way reports malformed input, encoded surrogates included.
            this.text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException malformed) {
            throw notCanonical();
        }
    }

    static LedgerDamaged notCanonical() {
        return new LedgerDamaged("ledger.json.not-canonical");
    }

    Map<String, Object> document() {
        Map<String, Object> object = object(1);
        if (next != text.length()) {
            throw notCanonical();
        }
        return object;
    }

    private Object value(int depth) {
        if (depth > DEPTH_MAX) {
            throw notCanonical();
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            default -> integer();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        if (taken('}')) {
            return members;
        }
        do {
            String key = string();
            expect(':');
            if (members.put(key, value(depth + 1)) != null) {
                throw notCanonical();
            }
        } while (taken(','));
        expect('}');
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> elements = new ArrayList<>();
        expect('[');
        if (taken(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (taken(','));
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        int start = next;
        while (isPlain(peek())) {
            next++;
        }
        // Nearly all texts have nothing in them that would have to be read in another way.
        String plain = text.substring(start, next);
        if (taken('"')) {
            return plain;
        }
        StringBuilder read = new StringBuilder(plain);
        for (char unit = take(); unit != '"'; unit = take()) {
            if (unit < 0x20) {
                throw notCanonical();
            }
            read.append(unit == '\\' ? escaped() : unit);
        }
        return read.toString();
    }

    private static boolean isPlain(char unit) {
        return unit >= 0x20 && unit != '"' && unit != '\\';
    }

    private char escaped() {
        char letter = take();
        if (letter == 'u') {
            return (char) (zero() + zero() + 16 * hexDigit() + hexDigit());
        }
        int place = "btnfr\"\\".indexOf(letter);
        if (place < 0) {
            throw notCanonical();
        }
        return "\b\t\n\f\r\"\\".charAt(place);
    }

    private int zero() {
        expect('0');
        return 0;
    }

    private int hexDigit() {
        int digit = "0123456789abcdef".indexOf(take());
        if (digit < 0) {
            throw notCanonical();
        }
        return digit;
    }

    private Long integer() {
        int start = next;
        taken('-');
        int digits = next;
        while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
            next++;
        }
        if (next == digits || next - digits > DIGITS_MAX) {
            throw notCanonical();
        }
        long value = Long.parseLong(text, start, next, 10);
        if (Math.abs(value) > CanonicalJson.INTEGER_MAX) {
            throw notCanonical();
        }
        return value;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, next)) {
            throw notCanonical();
        }
        next += word.length();
        return value;
    }

    private char peek() {
        if (next >= text.length()) {
            throw notCanonical();
        }
        return text.charAt(next);
    }

    private char take() {
        char unit = peek();
        next++;
        return unit;
    }

    private boolean taken(char unit) {
        boolean there = next < text.length() && text.charAt(next) == unit;
        if (there) {
            next++;
        }
        return there;
    }

    private void expect(char unit) {
        if (!taken(unit)) {
            throw notCanonical();
        }
    }
}
