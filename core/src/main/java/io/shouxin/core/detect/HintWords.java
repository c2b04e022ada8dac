// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All hint words as one automaton (Aho and Corasick, Communications of the ACM 18(6), 1975): a text is followed
 * character by character, and whatever word ends at a character is known there, however many words there are.
 *
 * <p>Characters become columns of a dense table, so that a step is two array reads. A character that is in no word
 * has column 0, which leads back to the root from anywhere.
 */
final class HintWords {

    static final HintWords OF_TEXT = new HintWords(false);
    static final HintWords OF_HEADER = new HintWords(true);

    private static final int ROOT = 0;

    private final short[] columns = new short[1 << 16];
    private int width = 1;
    private short[] next;
    /** Hints by words that may begin and end anywhere: those with Chinese characters. */
    private long[] anywhere;
    /** For each state the words of Latin letters that end there. */
    private Word[][] whole;
    /** Words that must be the whole name of a column. */
    private final Map<String, Long> exact = new HashMap<>();

    /** Letters at both ends, so that "tel" does not count in "hotel". */
    private record Word(int length, long hints) {}

    private HintWords(boolean header) {
        Map<String, Long> words = new HashMap<>();
        for (String line : Tables.lines("hints.txt")) {
            int space = line.indexOf(' ');
            long bit = Hint.valueOf(line.substring(0, space)).bit();
            for (String listed : line.substring(space).split(",")) {
                String word = listed.strip();
                if (word.startsWith("=")) {
                    exact.merge(word.substring(1), bit, (a, b) -> a | b);
                } else if (header || !word.startsWith("~")) {
                    words.merge(word.startsWith("~") ? word.substring(1) : word, bit, (a, b) -> a | b);
                }
            }
        }
        build(words);
    }

    /** The state after a character, which is in lower case and half width. */
    int step(int state, char c) {
        return next[state * width + columns[c]];
    }

    /** Hints of the words that end with {@code text[end - 1]}, as bits; {@code text} is lower case or not. */
    long hints(int state, CharSequence text, int end) {
        long found = anywhere[state];
        Word[] words = whole[state];
        if (words != null && !letter(text, end) || words != null && pluralEnds(text, end)) {
            for (Word word : words) {
                if (!letter(text, end - word.length - 1)) {
                    found |= word.hints;
                }
            }
        }
        return found;
    }

    boolean ends(int state) {
        return anywhere[state] != 0 || whole[state] != null;
    }

    /** Hints of the name of a column, in lower case with its parts divided by blanks. */
    long inHeader(String name) {
        Long only = exact.get(name);
        if (only != null) {
            return only;
        }
        long found = 0;
        int state = ROOT;
        for (int i = 0; i < name.length(); i++) {
            state = step(state, name.charAt(i));
            if (ends(state)) {
                found |= hints(state, name, i + 1);
            }
        }
        return found;
    }

    private static boolean pluralEnds(CharSequence text, int at) {
        return at < text.length() && (text.charAt(at) | 0x20) == 's' && !letter(text, at + 1);
    }

    private static boolean letter(CharSequence text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void build(Map<String, Long> words) {
        List<Map<Character, Integer>> edges = new ArrayList<>();
        edges.add(new HashMap<>());
        Map<Integer, List<Word>> ends = new HashMap<>();
        Map<Integer, Long> free = new HashMap<>();
        words.forEach((word, hints) -> {
            int state = ROOT;
            for (char c : word.toCharArray()) {
                if (columns[c] == 0) {
                    columns[c] = (short) width++;
                }
                Integer known = edges.get(state).get(c);
                if (known == null) {
                    known = edges.size();
                    edges.get(state).put(c, known);
                    edges.add(new HashMap<>());
                }
                state = known;
            }
            if (word.chars().anyMatch(c -> c >= 0x80)) {
                free.merge(state, hints, (a, b) -> a | b);
            } else {
                ends.computeIfAbsent(state, ignored -> new ArrayList<>()).add(new Word(word.length(), hints));
            }
        });
        if (edges.size() > Short.MAX_VALUE) {
            throw new IllegalStateException("too many hint words for the table");
        }
        anywhere = new long[edges.size()];
        free.forEach((state, hints) -> anywhere[state] = hints);
        whole = new Word[edges.size()][];
        ends.forEach((state, list) -> whole[state] = list.toArray(new Word[0]));
        link(edges);
    }

    /** Breadth first: when a state is reached, the state it falls back to is complete already. */
    private void link(List<Map<Character, Integer>> edges) {
        next = new short[edges.size() * width];
        int[] fallback = new int[edges.size()];
        Deque<Integer> open = new ArrayDeque<>();
        open.add(ROOT);
        while (!open.isEmpty()) {
            int state = open.remove();
            if (state != ROOT) {
                System.arraycopy(next, fallback[state] * width, next, state * width, width);
                anywhere[state] |= anywhere[fallback[state]];
                whole[state] = joined(whole[state], whole[fallback[state]]);
            }
            int from = state;
            edges.get(state).forEach((c, target) -> {
                fallback[target] = from == ROOT ? ROOT : next[from * width + columns[c]];
                next[from * width + columns[c]] = (short) (int) target;
                open.add(target);
            });
        }
    }

    private static Word[] joined(Word[] own, Word[] inherited) {
        if (own == null || inherited == null) {
            return own == null ? inherited : own;
        }
        Word[] all = Arrays.copyOf(own, own.length + inherited.length);
        System.arraycopy(inherited, 0, all, own.length, inherited.length);
        return all;
    }
}
