// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One custodian's share of a root version, and how it is written down: {@code SX1-R<version>-S<number>F<shares>-
 * N<needed>-K-<share>-<check>}, in letters and digits that are not mistaken for each other on paper
 * (Crockford's base 32, without I, L, O and U). docs/spec/key-tree.md has the rules.
 *
 * @param version the root version it belongs to
 * @param number the custodian's number, from 1
 * @param shares how many there are
 * @param needed how many of them open the root
 * @param bytes 32 bytes, a point of a polynomial for each byte of the root key; the caller closes them
 */
record Share(int version, int number, int shares, int needed, SecretBytes bytes) implements AutoCloseable {

    static final int BYTES = 32;

    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS = 5;
    private static final int GROUP = 4;
    private static final int CHECK_BYTES = 5;
    private static final int CHECK_LETTERS = 8;
    private static final int SHARE_LETTERS = 52;
    /** Generous: spaces and dashes are as the typist likes. */
    private static final int TEXT_MAX = 200;
    private static final Pattern FORM = Pattern.compile(
            "SX1R([1-9][0-9]{0,8})S([1-9][0-9]?)F([1-9][0-9]?)N([1-9][0-9]?)K"
            + "([0-9A-Z]{" + SHARE_LETTERS + "})([0-9A-Z]{" + CHECK_LETTERS + "})");

    String text() {
        String head = head(version, number, shares, needed);
        byte[] plain = bytes.plain(PlainAccess.granted());
        try {
            String body = letters(plain, SHARE_LETTERS);
            StringBuilder text = new StringBuilder("SX1-R" + version + "-S" + number + "F" + shares + "-N" + needed
                    + "-K");
            for (int i = 0; i < body.length(); i += GROUP) {
                text.append('-').append(body, i, i + GROUP);
            }
            String check = check(head + body);
            return text.append('-').append(check, 0, GROUP).append('-').append(check.substring(GROUP)).toString();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Reads what a custodian typed: small letters, other dashes and spaces are fine, O counts as 0, I and L as 1.
     *
     * @throws Refused {@code keys.share.unreadable} if the check sum says that something is mistyped
     */
    static Share read(String typed) {
        if (typed.length() > TEXT_MAX) {
            throw unreadable();
        }
        Matcher form = FORM.matcher(typed.toUpperCase(Locale.ROOT).replaceAll("[\\s\\p{Pd}]", ""));
        if (!form.matches()) {
            throw unreadable();
        }
        int version = Integer.parseInt(form.group(1));
        int number = Integer.parseInt(form.group(2));
        int shares = Integer.parseInt(form.group(3));
        int needed = Integer.parseInt(form.group(4));
        String body = plainLetters(form.group(5));
        String head = head(version, number, shares, needed);
        boolean intact = check(head + body).equals(plainLetters(form.group(6)));
        if (!intact || number > shares || needed > shares || needed < 2) {
            throw unreadable();
        }
        byte[] plain = bytes(body);
        try {
            return new Share(version, number, shares, needed, SecretBytes.copyOf(plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Refused unreadable() {
        return new Refused(Refused.Kind.INVALID, "keys.share.unreadable");
    }

    private static String head(int version, int number, int shares, int needed) {
        return "SX1R" + version + "S" + number + "F" + shares + "N" + needed + "K";
    }

    private static String plainLetters(String typed) {
        return typed.replace('O', '0').replace('I', '1').replace('L', '1');
    }

    /** Of what is written before it, so that a share's number and version are covered too. */
    private static String check(String written) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("shouxin/1 share " + written).getBytes(StandardCharsets.US_ASCII));
            return letters(Arrays.copyOf(digest, CHECK_BYTES), CHECK_LETTERS);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-256.", absent);
        }
    }

    /** Five bits a letter, the highest first; what is missing at the end counts as zero. */
    private static String letters(byte[] bytes, int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            int value = 0;
            for (int bit = i * BITS; bit < (i + 1) * BITS; bit++) {
                int set = bit / 8 < bytes.length ? bytes[bit / 8] >>> 7 - bit % 8 & 1 : 0;
                value = value << 1 | set;
            }
            letters.append(LETTERS.charAt(value));
        }
        return letters.toString();
    }

    private static byte[] bytes(String letters) {
        byte[] bytes = new byte[BYTES];
        for (int bit = 0; bit < BYTES * 8; bit++) {
            int value = LETTERS.indexOf(letters.charAt(bit / BITS));
            if (value < 0) {
                throw unreadable();
            }
            bytes[bit / 8] |= (byte) ((value >>> BITS - 1 - bit % BITS & 1) << 7 - bit % 8);
        }
        return bytes;
    }

    @Override
    public void close() {
        bytes.close();
    }

    /** Never the share itself. */
    @Override
    public String toString() {
        return "Share[version=" + version + ", number=" + number + "]";
    }
}
