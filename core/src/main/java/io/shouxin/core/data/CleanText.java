// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The text hygiene that all types share. Lengths are counted in code points.
 *
 * <ul>
 * <li>Refused: unpaired surrogates, non-characters and U+FFFD (the trace of a wrong decoding), NUL and
 *     the other controls. Tab and line break are blanks at the edges (spreadsheets add them to long
 *     numbers), blanks inside an address, and themselves inside free text.
 * <li>Stripped without a word: what nobody can see and what therefore only makes equal values unequal
 *     or turns the reading direction around: Unicode's format characters (zero width, bidirectional
 *     controls, soft hyphen, byte order mark, tags) and the blank letters of Hangul and Braille. Free
 *     text and addresses keep the zero-width joiners, which emoji and some scripts need.
 * <li>Identifiers and names become NFKC (full width to half width, radicals to characters), addresses
 *     and free text only NFC, because their look is part of them.
 * </ul>
 */
final class CleanText {

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern GROUPING = Pattern.compile("[\\s\\p{Z}\\-\u2010-\u2015\u2212]+");

    private CleanText() {}

    /** NFKC on one line, blanks inside kept as they are. */
    static String identifier(String raw, int max) {
        String text = visible(trimmed(raw, max), false, false);
        return bounded(Normalizer.normalize(text, Normalizer.Form.NFKC).strip(), max);
    }

    /** An identifier without the blanks and hyphens that people group digits with. */
    static String ungrouped(String raw, int max) {
        return bounded(GROUPING.matcher(identifier(raw, max)).replaceAll(""), max);
    }

    /** NFKC on one line, every run of blanks one space. */
    static String name(String raw, int max) {
        return bounded(collapsed(identifier(raw, max)), max);
    }

    /** NFC, line breaks and every run of blanks one space. */
    static String line(String raw, int max) {
        String text = visible(trimmed(raw, max), true, true);
        return bounded(collapsed(Normalizer.normalize(text, Normalizer.Form.NFC)), max);
    }

    /** NFC, line breaks (as LF) and tabs kept. */
    static String text(String raw, int max) {
        String text = visible(trimmed(raw, max), true, true).replace("\r\n", "\n").replace('\r', '\n');
        return bounded(Normalizer.normalize(text, Normalizer.Form.NFC), max);
    }

    /** NFC and nothing else: a password is what was typed, its blanks included (RFC 8265 4.2). */
    static String untouched(String raw, int max) {
        String text = present(raw, max);
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw Fault.CONTROL_CHARACTER.refusal();
        }
        return bounded(Normalizer.normalize(text, Normalizer.Form.NFC), max);
    }

    /** ASCII only: another script's letter must stay and be refused. */
    static String upperCase(String text) {
        StringBuilder upper = new StringBuilder(text);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c >= 'a' && c <= 'z') {
                upper.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return upper.toString();
    }

    private static String collapsed(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }

    private static String bounded(String text, int max) {
        if (text.isEmpty()) {
            throw Fault.EMPTY.refusal();
        }
        if (text.codePointCount(0, text.length()) > max) {
            throw Fault.TOO_LONG.refusal();
        }
        return text;
    }

    /** Before anything is done with it: present, not absurdly long, and really Unicode text. */
    private static String present(String raw, int max) {
        if (raw == null || raw.isEmpty()) {
            throw Fault.EMPTY.refusal();
        }
        // Room for grouping, padding and characters of two units; the exact limit is checked at the end.
        if (raw.length() > 4 * max + 64) {
            throw Fault.TOO_LONG.refusal();
        }
        if (raw.codePoints().anyMatch(CleanText::broken)) {
            throw Fault.BROKEN_UNICODE.refusal();
        }
        return raw;
    }

    private static String trimmed(String raw, int max) {
        String text = present(raw, max);
        int start = 0;
        int end = text.length();
        while (start < end && edge(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && edge(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static String visible(String text, boolean keepJoiners, boolean keepBreaks) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point) && !(keepBreaks && lineBlank(point))) {
                throw Fault.CONTROL_CHARACTER.refusal();
            }
            if (!invisible(point) || keepJoiners && joiner(point)) {
                visible.appendCodePoint(point);
            }
        });
        return visible.toString();
    }

    private static boolean edge(int point) {
        return lineBlank(point) || Character.isSpaceChar(point) || invisible(point);
    }

    private static boolean lineBlank(int point) {
        return point == '\t' || point == '\n' || point == '\r';
    }

    private static boolean joiner(int point) {
        return point == 0x200C || point == 0x200D;
    }

    private static boolean invisible(int point) {
        return Character.getType(point) == Character.FORMAT
                || point == 0x034F || point == 0x115F || point == 0x1160
                || point == 0x2800 || point == 0x3164 || point == 0xFFA0;
    }

    private static boolean broken(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                || point == 0xFFFD || (point & 0xFFFE) == 0xFFFE || point >= 0xFDD0 && point <= 0xFDEF;
    }
}
