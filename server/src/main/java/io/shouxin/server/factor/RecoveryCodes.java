// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Codes for the day the telephone is lost. Each has 80 random bits, so its SHA-256 may be stored as it is:
 * nobody lists 2^80 candidates, and it can be compared while the keys are sealed. The number is hashed along,
 * so that a stored code is worth nothing beside another person's name.
 */
final class RecoveryCodes {

    static final int COUNT = 10;
    static final int LENGTH = 16;

    private static final SecureRandom RANDOM = new SecureRandom();
    /** 32 signs of which none is mistaken for another: no l, o, 0 and 1. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int GROUP = 4;

    private RecoveryCodes() {}

    /** Ten new ones, in groups of four as people copy them. */
    static List<String> fresh() {
        return Stream.generate(RecoveryCodes::one).limit(COUNT).toList();
    }

    private static String one() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i > 0 && i % GROUP == 0 ? "-" : "").append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /** What was typed, without what does not count. */
    static String normal(String typed) {
        return typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }

    static byte[] hash(String number, String code) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((number + ":" + normal(code)).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-256.", absent);
        }
    }
}
