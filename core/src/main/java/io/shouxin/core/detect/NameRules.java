// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Names in Chinese characters: a surname and one or two characters. Every third pair of characters in a text begins
 * with some surname, so in running text a name needs a word before it (姓名, 客户, 我叫) or a title behind it (先生);
 * a text that is nothing but a name is told as a weak candidate, and a column decides by how many there are.
 */
final class NameRules {

    private static final String SEPARATORS = "：: 为是叫“\"\t";
    private static final String DOTS = "·•‧∙⋅・";
    private static final String TITLES = "先女小同阿大老经师";
    private static final BitSet SURNAMES = new BitSet();
    private static final BitSet GIVEN = new BitSet();
    private static final BitSet NEVER = new BitSet();
    private static final BitSet WORDS = new BitSet();
    private static final Set<Integer> COMPOUND = new HashSet<>();

    static {
        for (String line : Tables.lines("names.txt")) {
            String[] parts = line.split(" ");
            for (int i = 1; i < parts.length; i++) {
                if (parts[0].equals("compound")) {
                    COMPOUND.add(parts[i].charAt(0) << 16 | parts[i].charAt(1));
                }
            }
            BitSet target = switch (parts[0]) {
                case "surnames" -> SURNAMES;
                case "given" -> GIVEN;
                case "never" -> NEVER;
                case "words" -> WORDS;
                default -> null;
            };
            if (target != null) {
                parts[1].chars().forEach(target::set);
            }
        }
    }

    private final Passage passage;

    NameRules(Passage passage) {
        this.passage = passage;
    }

    /** A run of Chinese characters. */
    void run(int start, int end) {
        whole(start, end);
        int hint = passage.hintEnd(Hint.NAME, end);
        if (hint >= 0 && hint >= start - 3) {
            behind(hint, end);
        }
        int title = passage.hintEnd(Hint.TITLE_AFTER, end);
        if (title > start) {
            before(start, title);
        }
    }

    private void whole(int start, int end) {
        int length = end - start;
        char[] chars = passage.chars();
        boolean dotted = start > 2 && DOTS.indexOf(chars[start - 1]) >= 0 && han(chars[start - 2]);
        if (dotted) {
            int from = start - 1;
            while (from > 0 && (han(chars[from - 1]) || DOTS.indexOf(chars[from - 1]) >= 0)) {
                from--;
            }
            from = Math.max(from, passage.hintEnd(Hint.NAME, start));
            while (SEPARATORS.indexOf(chars[from]) >= 0) {
                from++;
            }
            if (start - from <= 12 && length <= 8) {
                passage.found(from, end, Kind.CHINESE_NAME, 62, bits(Evidence.FORM));
            }
            return;
        }
        int surname = surname(start, end);
        if (surname == 0 || length > 4 || length - surname < 1 || length - surname > 2) {
            return;
        }
        boolean given = true;
        for (int i = start + surname; i < end; i++) {
            given &= GIVEN.get(chars[i]);
        }
        passage.found(start, end, Kind.CHINESE_NAME, given ? 40 : 15,
                given ? bits(Evidence.SURNAME, Evidence.GIVEN_NAME) : bits(Evidence.SURNAME));
    }

    private void behind(int hint, int end) {
        char[] chars = passage.chars();
        int from = hint;
        while (from < end && SEPARATORS.indexOf(chars[from]) >= 0) {
            from++;
        }
        int surname = from < end ? surname(from, end) : 0;
        if (surname == 0 || from == hint && surname == 1 && WORDS.get(chars[from])) {
            return;
        }
        int to = from + surname;
        int given = given(to, end);
        if (given == 0) {
            return;
        }
        to += given;
        // Told by a separator, or ended by the run, it is a name; 客户经理 is not.
        boolean told = from > hint || to == end;
        boolean known = GIVEN.get(chars[from + surname]);
        if (told || known) {
            int confidence = told && known ? 90 : told ? 72 : 60;
            passage.found(from, to, Kind.CHINESE_NAME, confidence,
                    bits(Evidence.SURNAME, Evidence.CONTEXT) | (known ? Evidence.GIVEN_NAME.bit() : 0));
        }
    }

    /** How many characters of a given name stand from {@code at} on: 0, 1 or 2. */
    private int given(int at, int end) {
        char[] chars = passage.chars();
        if (at >= end || NEVER.get(chars[at]) || title(at, end)) {
            return 0;
        }
        if (at + 1 == end) {
            return 1;
        }
        boolean second = GIVEN.get(chars[at + 1]) && !NEVER.get(chars[at + 1]) && !title(at + 1, end);
        return second || at + 2 == end && !NEVER.get(chars[at + 1]) && !title(at + 1, end) ? 2 : 1;
    }

    private boolean title(int at, int end) {
        return at + 2 <= end && TITLES.indexOf(passage.chars()[at]) >= 0 && "生士姐志姨爷师理傅".indexOf(
                passage.chars()[at + 1]) >= 0;
    }

    private void before(int start, int titleEnd) {
        char[] chars = passage.chars();
        int to = titleEnd - 2;
        for (int from = Math.max(start, to - 4); from < to; from++) {
            int surname = surname(from, to);
            int given = to - from - surname;
            boolean fits = surname > 0 && given >= 1 && given <= 2 && GIVEN.get(chars[from + surname])
                    && (given == 1 || GIVEN.get(chars[to - 1]));
            boolean free = from == start || NEVER.get(chars[from - 1]) || !SURNAMES.get(chars[from - 1]);
            if (fits && free) {
                passage.found(from, to, Kind.CHINESE_NAME, 82,
                        bits(Evidence.SURNAME, Evidence.GIVEN_NAME, Evidence.TITLE));
                return;
            }
        }
    }

    private int surname(int at, int end) {
        char[] chars = passage.chars();
        if (at + 2 < end && COMPOUND.contains(chars[at] << 16 | chars[at + 1])) {
            return 2;
        }
        return at + 1 < end && SURNAMES.get(chars[at]) ? 1 : 0;
    }

    private static boolean han(char c) {
        return c >= 0x4E00 && c <= 0x9FFF;
    }
}
