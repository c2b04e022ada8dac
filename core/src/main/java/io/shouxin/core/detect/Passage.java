// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.util.Arrays;

/** The text under a scan: its characters so far, half width for full width, and the hints met so far. */
final class Passage {

    /** How far behind a hint a value may stand; longer than 身份证号码 and a name between, shorter than a sentence. */
    private static final int HINT_REACH = 28;
    /** Hints this close to each other are one phrase: 手机串号 hints at a phone and at a device. */
    private static final int PHRASE = 8;
    private static final int SURE = 97;
    private static final Kind[] KINDS = Kind.values();
    private static final Hint[] HINT_OF_KIND = hintOfKind();
    /** Words for places and titles say nothing about the numbers around them. */
    private static final long SILENT = Hint.TITLE_AFTER.bit() | Hint.NAME.bit() | Hint.ADDRESS.bit();

    private final HintWords words = HintWords.OF_TEXT;
    private final int[] hintEnds = new int[Hint.values().length];
    private CharSequence source = "";
    private char[] chars = new char[256];
    private Candidates sink;
    private int lineStart;
    /** Some runs are looked at only when the next line has begun. */
    private int lineStartBefore;
    private int latestHint;
    private int state;

    void open(CharSequence text, Candidates target) {
        source = text;
        sink = target;
        if (chars.length < text.length()) {
            chars = new char[Math.max(text.length(), 2 * chars.length)];
        }
        Arrays.fill(hintEnds, -1);
        lineStart = 0;
        lineStartBefore = 0;
        latestHint = -1;
        state = 0;
    }

    int length() {
        return source.length();
    }

    /** The characters up to the one under the scan; what stands behind it is not there yet. */
    char[] chars() {
        return chars;
    }

    /** The character behind the scan's place, as written; NUL at the end. */
    char peek(int at) {
        return at < source.length() ? source.charAt(at) : 0;
    }

    /** Takes the next character in and says which it is, half width. */
    char take(int at) {
        char c = source.charAt(at);
        if (c >= 0xFF01 && c <= 0xFF5E) {
            c -= 0xFEE0;
        } else if (c == 0x3000 || c == 0xA0) {
            c = ' ';
        }
        chars[at] = c;
        state = words.step(state, c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
        if (state != 0 && words.ends(state)) {
            hint(words.hints(state, source, at + 1), at + 1);
        }
        if (c == '\n') {
            lineStartBefore = lineStart;
            lineStart = at + 1;
        }
        return c;
    }

    private void hint(long bits, int end) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            hintEnds[Long.numberOfTrailingZeros(rest)] = end;
        }
        if ((bits & ~SILENT) != 0) {
            latestHint = end;
        }
        if ((bits & Hint.KEY_BLOCK.bit()) != 0) {
            report(Math.max(0, end - "-----BEGIN PRIVATE KEY-----".length()), end, Kind.KEY, SURE,
                    Evidence.KEY_PREFIX.bit());
        }
    }

    /** Where the last word of a hint ended, if that is on this line and before {@code start}; else -1. */
    int hintEnd(Hint hint, int start) {
        int end = hintEnds[hint.ordinal()];
        int line = start >= lineStart ? lineStart : lineStartBefore;
        return end >= line && end <= start ? end : -1;
    }

    /** Hands a candidate on, surer where a word before it says the same, less sure where one says another thing. */
    void found(int start, int end, Kind kind, int confidence, int bits) {
        if (near(HINT_OF_KIND[kind.ordinal()], start)) {
            int surer = confidence + Math.max(0, SURE - confidence) * 4 / 5;
            report(start, end, kind, surer, bits | Evidence.CONTEXT.bit());
        } else if (near(Hint.OTHER_NUMBER, start)) {
            report(start, end, kind, confidence / 2, bits);
        } else {
            report(start, end, kind, confidence, bits);
        }
    }

    private void report(int start, int end, Kind kind, int confidence, int bits) {
        sink.found(start, end, kind, confidence, bits);
    }

    boolean near(Hint hint, int start) {
        int end = hintEnd(hint, start);
        return end >= 0 && start - end <= HINT_REACH
                && (end >= latestHint - PHRASE || latestHint > start || (SILENT & hint.bit()) != 0);
    }

    /** What was scanned is a customer's and does not stay. */
    void close() {
        Arrays.fill(chars, 0, Math.min(chars.length, source.length()), (char) 0);
        source = "";
        sink = null;
    }

    private static Hint[] hintOfKind() {
        Hint[] hints = new Hint[KINDS.length];
        for (Hint hint : Hint.values()) {
            hint.kinds().forEach(kind -> hints[kind.ordinal()] = hints[kind.ordinal()] == null ? hint
                    : hints[kind.ordinal()]);
        }
        return hints;
    }
}
