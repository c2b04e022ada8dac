// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads vector files: ordinary JSON with white space, which the ledger's own reader refuses on purpose. */
final class Vectors {

    /** One case of a file's {@code cases}. */
    record Case(Map<String, Object> members) {

        String text(String key) {
            return (String) members.get(key);
        }

        byte[] utf8(String key) {
            return text(key).getBytes(StandardCharsets.UTF_8);
        }

        byte[] hex(String key) {
            return HexFormat.of().parseHex(text(key));
        }

        int number(String key) {
            return ((Long) members.get(key)).intValue();
        }

        List<byte[]> hexes(String key) {
            return texts(key).stream().map(HexFormat.of()::parseHex).toList();
        }

        List<String> texts(String key) {
            return ((List<?>) members.get(key)).stream().map(String.class::cast).toList();
        }

        List<Case> cases(String key) {
            return ((List<?>) members.get(key)).stream().map(Case::of).toList();
        }

        boolean isValid() {
            return text("result").equals("valid");
        }

        private static Case of(Object value) {
            Map<String, Object> members = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, member) -> members.put((String) key, member));
            return new Case(members);
        }

        @Override
        public String toString() {
            return text("result") + ": " + text("comment");
        }
    }

    private final String text;
    private int next;

    private Vectors(String text) {
        this.text = text;
    }

    static Case ledger(String file) {
        return file(Path.of(System.getProperty("basedir", "."), "../testdata/ledger", file));
    }

    static Stream<Case> cases(String file) {
        return ledger(file).cases("cases").stream();
    }

    static Case file(Path path) {
        try {
            return read(Files.readString(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Case read(String json) {
        return Case.of(new Vectors(json).value());
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (next++; peek() != '}'; skip(',')) {
            String key = string();
            skip(':');
            members.put(key, value());
        }
        next++;
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        for (next++; peek() != ']'; skip(',')) {
            elements.add(value());
        }
        next++;
        return elements;
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        peek();
        for (next++; text.charAt(next) != '"'; next++) {
            read.append(text.charAt(next) == '\\' ? escaped() : text.charAt(next));
        }
        next++;
        return read.toString();
    }

    private char escaped() {
        char letter = text.charAt(++next);
        if (letter == 'u') {
            next += 4;
            return (char) Integer.parseInt(text, next - 3, next + 1, 16);
        }
        int place = "btnfr".indexOf(letter);
        return place < 0 ? letter : "\b\t\n\f\r".charAt(place);
    }

    private Long number() {
        int start = next;
        while ("-0123456789".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return Long.parseLong(text, start, next, 10);
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return text.charAt(next);
    }

    private void skip(char mark) {
        if (peek() == mark) {
            next++;
        }
    }
}
