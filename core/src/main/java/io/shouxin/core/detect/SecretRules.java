// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

import java.util.List;

/**
 * Keys by the prefixes their makers give them, and what stands behind the words password and key. A word behind
 * "password" is a password only behind = : or 是, because people also write about passwords.
 */
final class SecretRules {

    private static final int LENGTH_MIN = 4;
    private static final int LENGTH_MAX = 256;
    private static final int GAP_MAX = 5;
    private static final int KEY_MIN = 16;
    private static final int RANDOM_MIN = 20;
    private static final List<String> PREFIXES = List.of("AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_",
            "glpat-", "xoxb-", "xoxp-", "xoxa-", "sk_live_", "rk_live_", "AIza", "LTAI", "AKID", "eyJ", "$2a$", "$2b$",
            "$2y$", "$argon2", "$6$");

    private final Passage passage;

    SecretRules(Passage passage) {
        this.passage = passage;
    }

    void token(int start, int end) {
        if (end - start < LENGTH_MIN) {
            return;
        }
        if (!behind(start, end, Hint.PASSWORD, Kind.PASSWORD, LENGTH_MIN)
                && !behind(start, end, Hint.KEY, Kind.KEY, KEY_MIN) && end - start >= RANDOM_MIN) {
            prefixed(start, end);
        }
    }

    private void prefixed(int start, int end) {
        char first = passage.chars()[start];
        for (String prefix : PREFIXES) {
            if (prefix.charAt(0) == first && starts(prefix, start, end) && (first != 'e' || signed(start, end))) {
                passage.found(start, trimmed(end), Kind.KEY, 93, bits(Evidence.KEY_PREFIX));
                return;
            }
        }
    }

    /** A JSON web token has three parts. */
    private boolean signed(int start, int end) {
        int dots = 0;
        for (int i = start; i < end; i++) {
            dots += passage.chars()[i] == '.' ? 1 : 0;
        }
        return dots == 2;
    }

    private boolean starts(String prefix, int start, int end) {
        for (int i = 0; i < prefix.length(); i++) {
            if (start + i >= end || passage.chars()[start + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean behind(int start, int end, Hint hint, Kind kind, int lengthMin) {
        int word = passage.hintEnd(hint, end);
        int from = Math.max(word, start);
        if (word < 0 || start - word > GAP_MAX) {
            return false;
        }
        boolean told = false;
        for (int i = word; i < from; i++) {
            told |= said(passage.chars()[i]);
        }
        while (from < end && (said(passage.chars()[from]) || passage.chars()[from] == '\'')) {
            told = true;
            from++;
        }
        int to = trimmed(end);
        if (!told || to - from < lengthMin || to - from > LENGTH_MAX) {
            return false;
        }
        int variety = variety(from, to);
        int confidence = variety >= 2 ? 88 : variety == 1 && kind == Kind.PASSWORD ? 60 : 0;
        if (confidence == 0) {
            return false;
        }
        passage.found(from, to, kind, confidence, bits(Evidence.FORM));
        return true;
    }

    private static boolean said(char c) {
        return c == '=' || c == ':' || c == '是' || c == '为';
    }

    /** How many of letters, digits and signs there are. */
    private int variety(int from, int to) {
        int kinds = 0;
        for (int i = from; i < to; i++) {
            char c = passage.chars()[i];
            kinds |= c >= '0' && c <= '9' ? 1 : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 2 : 4;
        }
        return Integer.bitCount(kinds);
    }

    private int trimmed(int end) {
        char last = passage.chars()[end - 1];
        return last == '.' || last == ':' || last == '\'' ? end - 1 : end;
    }
}
