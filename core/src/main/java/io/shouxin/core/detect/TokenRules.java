// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

/** Words that signs join: addresses of mailboxes and of machines. */
final class TokenRules {

    private static final int AT = 1;
    private static final int COLON = 2;
    private static final int HYPHEN = 4;
    private static final int DOT = 8;
    private static final int OTHER = 16;
    private static final int FORM = bits(Evidence.FORM);

    private final Passage passage;

    TokenRules(Passage passage) {
        this.passage = passage;
    }

    /** A sign as a bit, so that a token knows at its end which ones it has. */
    static int mark(char c) {
        return switch (c) {
            case '@' -> AT;
            case ':' -> COLON;
            case '-' -> HYPHEN;
            case '.' -> DOT;
            default -> OTHER;
        };
    }

    void token(int start, int end, int marks) {
        if ((marks & AT) != 0) {
            email(start, end);
        }
        if ((marks & (COLON | HYPHEN | DOT)) != 0 && (marks & AT) == 0 && end - start >= 3) {
            hardware(start, end, marks);
            if ((marks & COLON) != 0) {
                ip6(start, end);
            }
        }
    }

    private void email(int start, int end) {
        char[] chars = passage.chars();
        int at = start;
        while (at < end && chars[at] != '@') {
            at++;
        }
        int from = at;
        while (from > start && local(chars[from - 1])) {
            from--;
        }
        while (from < at && (chars[from] == '.' || chars[from] == '-')) {
            from++;
        }
        int to = at + 1;
        int lastDot = -1;
        while (to < end && domain(chars[to])) {
            if (chars[to] == '.') {
                lastDot = to;
            }
            to++;
        }
        while (to > at && (chars[to - 1] == '.' || chars[to - 1] == '-')) {
            to--;
        }
        if (lastDot >= to) {
            lastDot = previousDot(at, to);
        }
        boolean top = lastDot > at + 1 && to - lastDot > 2 && letters(lastDot + 1, to);
        if (from < at && at - from <= 64 && top && chars[at - 1] != '.') {
            passage.found(from, to, Kind.EMAIL, 96, FORM);
        }
    }

    private int previousDot(int at, int to) {
        int dot = to - 1;
        while (dot > at && passage.chars()[dot] != '.') {
            dot--;
        }
        return dot;
    }

    private static boolean local(char c) {
        return alphanumeric(c) || c >= 0x80 || "._%+-'#&*!$".indexOf(c) >= 0;
    }

    private static boolean domain(char c) {
        return alphanumeric(c) || c >= 0x80 || c == '.' || c == '-';
    }

    private boolean letters(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = passage.chars()[i];
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80)) {
                return false;
            }
        }
        return true;
    }

    /** IEEE 802: six pairs of hexadecimal digits with colons or hyphens, or three groups of four with dots. */
    private void hardware(int start, int end, int marks) {
        int from = start;
        int to = end;
        while (to > from && !hex(passage.chars()[to - 1])) {
            to--;
        }
        if (to - from == 17 && (marks & DOT) == 0 && grouped(from, to, 2)) {
            passage.found(from, to, Kind.MAC, 90, FORM);
        } else if (to - from == 14 && (marks & (COLON | HYPHEN)) == 0 && grouped(from, to, 4)) {
            passage.found(from, to, Kind.MAC, 45, FORM);
        }
    }

    private boolean grouped(int from, int to, int size) {
        char[] chars = passage.chars();
        char separator = chars[from + size];
        for (int i = from; i < to; i++) {
            boolean between = (i - from) % (size + 1) == size;
            if (between ? chars[i] != separator || alphanumeric(separator) : !hex(chars[i])) {
                return false;
            }
        }
        return true;
    }

    /** RFC 4291: eight groups, or fewer around one double colon. */
    private void ip6(int start, int end) {
        char[] chars = passage.chars();
        int to = end;
        while (to > start && !hex(chars[to - 1])) {
            to--;
        }
        int groups = 0;
        int size = 0;
        int doubles = 0;
        int digits = 0;
        for (int i = start; i < to; i++) {
            if (chars[i] == ':') {
                if (i + 1 < to && chars[i + 1] == ':') {
                    doubles++;
                    i++;
                } else if (size == 0) {
                    return;
                }
                size = 0;
            } else if (hex(chars[i])) {
                groups += size == 0 ? 1 : 0;
                digits += chars[i] <= '9' ? 1 : 0;
                if (++size > 4) {
                    return;
                }
            } else {
                return;
            }
        }
        boolean full = doubles == 0 && groups == 8;
        boolean shortened = doubles == 1 && groups < 8 && groups >= 2 && digits > 0;
        if (full || shortened) {
            passage.found(start, to, Kind.IP_ADDRESS, full || groups > 3 ? 92 : 60, FORM);
        }
    }

    private static boolean hex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean alphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
