// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.token.TokenRefused.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses as numbers, read strictly: the JDK's reader would ask the name service for what it does not
 * understand, and takes 010 for 8 or 10 depending on its version.
 */
final class IpAddress {

    private static final int GROUPS = 8;

    private IpAddress() {}

    /** Four numbers of 0 to 255 without leading zeros (RFC 6943, section 3.1.1). */
    static long version4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw Reason.FORMAT.refusal();
        }
        long address = 0;
        for (String part : parts) {
            address = address << 8 | number(part, 10, 3, 255);
            if (part.length() > 1 && part.charAt(0) == '0') {
                throw Reason.FORMAT.refusal();
            }
        }
        return address;
    }

    static String version4(long address) {
        return (address >>> 24 & 255) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "."
                + (address & 255);
    }

    /** RFC 4291, section 2.2, without a zone. Two words, the upper one first. */
    static long[] version6(String text) {
        int gap = text.indexOf("::");
        List<Integer> groups = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        if (gap >= 0) {
            List<Integer> after = groups(text.substring(gap + 2), true);
            int missing = GROUPS - groups.size() - after.size();
            if (missing < 1) {
                throw Reason.FORMAT.refusal();
            }
            for (int i = 0; i < missing; i++) {
                groups.add(0);
            }
            groups.addAll(after);
        }
        if (groups.size() != GROUPS) {
            throw Reason.FORMAT.refusal();
        }
        long[] words = new long[2];
        for (int i = 0; i < GROUPS; i++) {
            words[i / 4] = words[i / 4] << 16 | groups.get(i);
        }
        return words;
    }

    /** The one writing of RFC 5952: lower case, the first longest run of two zero groups or more as {@code ::}. */
    static String version6(long high, long low) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> 48 - i % 4 * 16) & 0xFFFF;
        }
        int gap = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                gap = i;
                longest = end - i;
            }
        }
        return gap < 0 ? joined(groups, 0, GROUPS)
                : joined(groups, 0, gap) + "::" + joined(groups, gap + longest, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static List<Integer> groups(String text, boolean mayEndInVersion4) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInVersion4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                long embedded = version4(parts[i]);
                groups.add((int) (embedded >>> 16));
                groups.add((int) embedded & 0xFFFF);
            } else {
                groups.add(number(parts[i], 16, 4, 0xFFFF));
            }
        }
        return groups;
    }

    private static int number(String text, int radix, int digitsMax, int max) {
        int number = 0;
        for (int i = 0; i < text.length() && i <= digitsMax; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw Reason.FORMAT.refusal();
            }
            number = number * radix + digit;
        }
        if (text.isEmpty() || text.length() > digitsMax || number > max) {
            throw Reason.FORMAT.refusal();
        }
        return number;
    }
}
