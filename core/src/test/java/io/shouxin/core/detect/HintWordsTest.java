// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HintWordsTest {

    private record Word(String text, long hint) {}

    /** The automaton and a search for one word after the other see the same words at the same places. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void seesWhatASearchForEachWordSees(long seed) {
        List<Word> words = words();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = 12; parts > 0; parts--) {
                String word = words.get(random.nextInt(words.size())).text;
                text.append(word, 0, 1 + random.nextInt(word.length())).append(random.nextInt(3) == 0 ? " " : "");
            }
            assertThat(byAutomaton(text.toString())).as("seed %d, text %s", seed, text)
                    .isEqualTo(oneByOne(text.toString(), words));
        }
    }

    @Test
    void aLatinWordIsAWholeWord() {
        assertThat(HintWords.OF_HEADER.inHeader("hotel")).isZero();
        assertThat(HintWords.OF_HEADER.inHeader("tel no")).isEqualTo(Hint.PHONE.bit());
        assertThat(HintWords.OF_HEADER.inHeader("telephones")).isEqualTo(Hint.PHONE.bit());
    }

    @Test
    void aWordForWholeHeadersCountsThereOnly() {
        assertThat(HintWords.OF_HEADER.inHeader("name")).isEqualTo(Hint.NAME.bit());
        assertThat(HintWords.OF_HEADER.inHeader("file name")).isZero();
    }

    private static List<Long> byAutomaton(String text) {
        List<Long> found = new ArrayList<>();
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            state = HintWords.OF_TEXT.step(state, text.charAt(i));
            found.add(HintWords.OF_TEXT.ends(state) ? HintWords.OF_TEXT.hints(state, text, i + 1) : 0L);
        }
        return found;
    }

    private static List<Long> oneByOne(String text, List<Word> words) {
        List<Long> found = new ArrayList<>();
        for (int end = 1; end <= text.length(); end++) {
            long hints = 0;
            for (Word word : words) {
                int start = end - word.text.length();
                if (text.startsWith(word.text, Math.max(start, 0)) && start >= 0
                        && (!latin(word.text) || alone(text, start, end))) {
                    hints |= word.hint;
                }
            }
            found.add(hints);
        }
        return found;
    }

    private static boolean alone(String text, int start, int end) {
        boolean plural = end < text.length() && text.charAt(end) == 's' && !letter(text, end + 1);
        return !letter(text, start - 1) && (!letter(text, end) || plural);
    }

    private static boolean letter(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
    }

    private static boolean latin(String word) {
        return word.chars().allMatch(c -> c < 0x80);
    }

    private static List<Word> words() {
        List<Word> words = new ArrayList<>();
        for (String line : Tables.lines("hints.txt")) {
            int space = line.indexOf(' ');
            for (String word : line.substring(space).split(",")) {
                if (!word.strip().startsWith("=") && !word.strip().startsWith("~")) {
                    words.add(new Word(word.strip(), Hint.valueOf(line.substring(0, space)).bit()));
                }
            }
        }
        return words;
    }
}
