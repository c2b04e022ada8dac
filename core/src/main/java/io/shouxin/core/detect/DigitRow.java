// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

/**
 * Words of digits with one separator between them: a card in groups of four, a date, an address of a machine. When
 * the row ends, it is tried as a whole, then as its longest parts, then word by word.
 */
final class DigitRow {

    static final int WORDS_MAX = 10;
    private static final int DIGITS_MAX = 22;
    private static final int GAP_MAX = 2;
    private static final String GAPS = "-. /:()年月+";

    private final Passage passage;
    private final NumberRules numbers;
    private final PlaceRules places;
    private final int[] starts = new int[WORDS_MAX];
    private final int[] ends = new int[WORDS_MAX];
    /** What stands before each word: the separator, ' ' for two of them. */
    private final char[] gaps = new char[WORDS_MAX];
    private final char[] joined = new char[WORDS_MAX * 20];
    private final Digits digits = new Digits();
    private int count;
    private int lastMixedEnd;

    DigitRow(Passage passage, Tables tables, ForeignNumbers foreign) {
        this.passage = passage;
        this.numbers = new NumberRules(passage, tables, foreign);
        this.places = new PlaceRules(passage);
    }

    void clear() {
        count = 0;
        lastMixedEnd = -1;
        places.clear();
    }

    /** A word of letters and digits ended: a number joined to it is part of a longer name. */
    void mixed(int end) {
        lastMixedEnd = end;
    }

    void letter(int wordStart, int at) {
        if (count > 0 && wordStart == at) {
            flush();
        }
    }

    /** Takes 7509x385, the end of a number with its extension, as 7509; says at which character the x is. */
    int extension(int start, int end) {
        int at = start;
        while (at < end && passage.chars()[at] >= '0' && passage.chars()[at] <= '9') {
            at++;
        }
        boolean fits = at - start >= 3 && end - at >= 2 && end - at <= 7 && (passage.chars()[at] | 0x20) == 'x';
        for (int i = at + 1; fits && i < end; i++) {
            fits = passage.chars()[i] >= '0' && passage.chars()[i] <= '9';
        }
        if (!fits || count == 0) {
            return 0;
        }
        add(start, at);
        return at;
    }

    /** A character that is in no word. */
    void gap(int at, char c) {
        if (count > 0 && (at - ends[count - 1] >= GAP_MAX || GAPS.indexOf(c) < 0)) {
            flush();
        }
    }

    void add(int start, int end) {
        if (count == WORDS_MAX || end - start > 20) {
            flush();
            if (end - start > 20) {
                return;
            }
        }
        int gap = count == 0 ? 0 : start - ends[count - 1];
        gaps[count] = gap == 0 ? 0 : gap == 1 ? passage.chars()[start - 1] : two(start);
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    private char two(int start) {
        char first = passage.chars()[start - 2];
        char second = passage.chars()[start - 1];
        return first == ')' || second == '(' ? ' ' : first == second ? '?' : ' ';
    }

    void flush() {
        if (count == 0) {
            return;
        }
        if (count == 1) {
            one(0);
        } else if (!machineOrDate() && !places.decimal(starts, ends, gaps, count)) {
            parts();
        }
        count = 0;
    }

    private boolean machineOrDate() {
        if (count == 4 && gaps[1] == '.' && gaps[2] == '.' && gaps[3] == '.'
                && places.ip(starts, ends)) {
            return true;
        }
        return DateRules.date(passage, starts, ends, gaps, count);
    }

    /** The longest parts first; what a part takes is not tried again. */
    private void parts() {
        for (int from = 0; from < count;) {
            int taken = 0;
            for (int to = count; to > from + 1 && taken == 0; to--) {
                taken = group(from, to) ? to - from : 0;
            }
            if (taken == 0) {
                one(from);
                taken = 1;
            }
            from += taken;
        }
    }

    private boolean group(int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            if (i > from && (gaps[i] == ':' || gaps[i] == '/' || gaps[i] == '年' || gaps[i] == '月')) {
                return false;
            }
            length += ends[i] - starts[i];
        }
        if (length < 7 || length > DIGITS_MAX) {
            return false;
        }
        int at = 0;
        for (int i = from; i < to; i++) {
            System.arraycopy(passage.chars(), starts[i], joined, at, ends[i] - starts[i]);
            at += ends[i] - starts[i];
        }
        digits.of(joined, 0, length);
        return numbers.grouped(start(from), ends[to - 1], digits, new NumberRules.Groups(starts, ends, gaps, from, to));
    }

    /** A + or an opening parenthesis before the first word is part of a number of the telephone. */
    private int start(int from) {
        int start = starts[from];
        if (start > 0 && passage.chars()[start - 1] == '(') {
            start--;
        }
        return start > 0 && passage.chars()[start - 1] == '+' ? start - 1 : start;
    }

    private void one(int i) {
        boolean fraction = i > 0 && gaps[i] == '.' && (i < 2 || gaps[i - 1] != '.')
                || i + 1 < count && gaps[i + 1] == '.' && (i + 2 >= count || gaps[i + 2] != '.');
        if (fraction && count == 2) {
            return;
        }
        digits.of(passage.chars(), starts[i], ends[i] - starts[i]);
        numbers.single(starts[i], ends[i], digits, embedded(i));
    }

    /** Joined by a hyphen to a word with letters: a part of a UUID or of an article's number. */
    private boolean embedded(int i) {
        int start = starts[i];
        if (i == 0 && start > 0 && lastMixedEnd == start - 1 && passage.chars()[start - 1] == '-') {
            return true;
        }
        char behind = passage.peek(ends[i] + 1);
        return passage.peek(ends[i]) == '-' && (behind >= 'a' && behind <= 'z' || behind >= 'A' && behind <= 'Z');
    }
}
