// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What to look for so that a value is found however it was written down: plain, encoded, or hashed bare. */
final class Needles {

    private final Map<String, String> needles = new LinkedHashMap<>();

    Needles(String... values) {
        for (int i = 0; i < values.length; i++) {
            add("value " + i, values[i]);
        }
    }

    private void add(String name, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(utf8);
        put(name + " in UTF-8", utf8);
        put(name + " in UTF-16", value.getBytes(StandardCharsets.UTF_16BE));
        put(name + " in GB 18030", value.getBytes(java.nio.charset.Charset.forName("GB18030")));
        needles.put(name + " in hexadecimal", hex);
        needles.put(name + " in capital hexadecimal", hex.toUpperCase(Locale.ROOT));
        needles.put(name + " in a URL", java.net.URLEncoder.encode(value, StandardCharsets.UTF_8));
        for (int before = 0; before < 3; before++) {
            needles.put(name + " in base 64 after " + before + " bytes", base64(utf8, before));
        }
        put(name + " as a bare hash", sha256(utf8));
        needles.put(name + " as a bare hash in hexadecimal", HexFormat.of().formatHex(sha256(utf8)));
        String escaped = value.chars().mapToObj(c -> c < 128 ? String.valueOf((char) c) : String.format("\\u%04x", c))
                .collect(java.util.stream.Collectors.joining());
        needles.put(name + " in JSON escapes", escaped);
    }

    private void put(String name, byte[] bytes) {
        needles.put(name, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The part of the encoding that does not depend on what stands before and after. */
    private static String base64(byte[] value, int before) {
        byte[] padded = new byte[before + value.length];
        System.arraycopy(value, 0, padded, before, value.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = (before * 8 + 5) / 6;
        int whole = padded.length / 3 * 4;
        return encoded.substring(from, Math.max(from + 4, whole));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** Which needle lies in these bytes, by name only: a failing test must not print the rest either. */
    Optional<String> in(byte[] hay) {
        String text = new String(hay, StandardCharsets.ISO_8859_1);
        return needles.entrySet().stream().filter(one -> text.contains(one.getValue())).map(Map.Entry::getKey)
                .findFirst();
    }

    Optional<String> in(String hay) {
        return in(hay.getBytes(StandardCharsets.UTF_8));
    }
}
