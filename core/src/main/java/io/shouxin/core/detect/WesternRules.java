// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names and addresses in Latin letters. A name is words with a capital, the first of them a common given name, or
 * any such words behind "my name is", "Mr" and the like. An address is a number, some words, and a word for a street.
 */
final class WesternRules {

    private static final int NAME_WORDS_MAX = 3;
    private static final int STREET_WORDS_MAX = 5;
    private static final Set<String> GIVEN = set("western");
    private static final Set<String> STREETS = set("street");
    /** Given names that are also words or places at the beginning of a sentence. */
    private static final Set<String> AMBIGUOUS = Set.of("Will", "Mark", "Grace", "May", "April", "Virginia", "Jan",
            "Rose", "Dr", "Ali", "Mats", "Jean", "Roy", "Frank", "Rosa", "Way", "Judy");

    private final Passage passage;
    private int nameStart;
    private int nameEnd;
    private int nameWords;
    private int given;
    private boolean titled;
    private int numberStart;
    private int wordsSinceNumber;
    private int capitalsSinceNumber;

    WesternRules(Passage passage) {
        this.passage = passage;
    }

    private static Set<String> set(String key) {
        Set<String> words = new HashSet<>();
        for (String line : Tables.lines("names.txt")) {
            if (line.startsWith(key + " ")) {
                words.addAll(List.of(line.substring(key.length() + 1).split(" ")));
            }
        }
        return words;
    }

    void clear() {
        nameWords = 0;
        numberStart = -1;
    }

    void number(int start) {
        endName();
        if (numberStart < 0 || wordsSinceNumber > 0) {
            numberStart = start;
        }
        wordsSinceNumber = 0;
        capitalsSinceNumber = 0;
    }

    /** A character that neither belongs to a word nor is a blank. */
    void gap(int at, char c) {
        if (c == '-' || c == '\'' || c == '.') {
            return;
        }
        endName();
        if (c != ',' && c != '/') {
            numberStart = -1;
        }
    }

    void word(int start, int end) {
        char first = passage.chars()[start];
        boolean capital = Character.isUpperCase(first) && end - start > 1 && !Character.isUpperCase(
                passage.chars()[start + 1]);
        if (numberStart >= 0) {
            street(start, end, capital);
        }
        if (!capital) {
            endName();
            return;
        }
        if (nameWords > 0 && (start - nameEnd != 1 || nameWords == NAME_WORDS_MAX)) {
            endName();
        }
        if (nameWords == 0) {
            nameStart = start;
            given = -1;
            titled = told(start);
        }
        if (given < 0 && end - start <= 12 && GIVEN.contains(new String(passage.chars(), start, end - start))) {
            given = nameWords;
            if (!titled) {
                nameStart = start;
                nameWords = 0;
            }
        }
        nameEnd = end;
        nameWords++;
    }

    private boolean told(int start) {
        int title = passage.hintEnd(Hint.TITLE_BEFORE, start);
        int name = passage.hintEnd(Hint.NAME, start);
        return title >= 0 && start - title <= 2 || name >= 0 && start - name <= 3;
    }

    private void endName() {
        if (nameWords == 0) {
            return;
        }
        int evidence = given >= 0 ? Evidence.GIVEN_NAME.bit() : Evidence.FORM.bit();
        if (titled) {
            passage.found(nameStart, nameEnd, Kind.WESTERN_NAME, 82, evidence | Evidence.TITLE.bit());
        } else if (given >= 0 && (nameWords > 1 || !ambiguous())) {
            passage.found(nameStart, nameEnd, Kind.WESTERN_NAME, nameWords > 1 ? 78 : 55, evidence);
        } else if (nameWords == 2) {
            passage.found(nameStart, nameEnd, Kind.WESTERN_NAME, 15, evidence);
        }
        nameWords = 0;
    }

    private boolean ambiguous() {
        return AMBIGUOUS.contains(new String(passage.chars(), nameStart, nameEnd - nameStart));
    }

    private void street(int start, int end, boolean capital) {
        wordsSinceNumber++;
        if (wordsSinceNumber > STREET_WORDS_MAX) {
            numberStart = -1;
            return;
        }
        if (capital && capitalsSinceNumber > 0 && end - start <= 10
                && STREETS.contains(new String(passage.chars(), start, end - start))) {
            passage.found(numberStart, end, Kind.ADDRESS, 66, bits(Evidence.ADDRESS_PARTS));
            numberStart = -1;
        }
        capitalsSinceNumber += capital ? 1 : 0;
    }
}
