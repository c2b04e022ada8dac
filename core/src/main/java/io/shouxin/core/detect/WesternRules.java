// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names and addresses in Latin letters. A name is words with a capital, the first of them a common given name, or
 * any such words behind "my name is", "Mr" and the like.
 *
 * <p>An address is what a postman reads: a number, some words, and a word for a street (12 Sample Road); such a word
 * before the name (12 rue Exemple, Calle Ejemplo 12) or at its end with a number on either side (Musterstraße 12);
 * a flat with its number; a post code that is called one; and, behind words that lead to an address, a number, a
 * name and another number, because most names of streets have no word for a street in them.
 */
final class WesternRules {

    private static final int NAME_WORDS_MAX = 3;
    private static final int STREET_WORDS_MAX = 5;
    private static final int STREET_WORD_MAX = 32;
    private static final Set<String> GIVEN = set("western");
    private static final Set<String> STREETS = set("street");
    /** Given names that are also words or places at the beginning of a sentence. */
    private static final Set<String> AMBIGUOUS = Set.of("Will", "Mark", "Grace", "May", "April", "Virginia", "Jan",
            "Rose", "Dr", "Ali", "Mats", "Jean", "Roy", "Frank", "Rosa", "Way", "Judy", "Bill", "Dean",
            "Georgia", "Iris", "Max", "Jack", "Rob", "Regina", "Marina", "Sidney", "Vera", "Troy", "Ron", "Sam");

    /** Words that follow "Dear" or "my wife" with a capital and are nobody. */
    private static final Set<String> NOBODY = set("nobody");
    /** Words before the name of a street. */
    private static final Set<String> STREETS_BEFORE = set("street-before");
    private static final String[] STREET_ENDS = set("street-end").toArray(new String[0]);
    /** With which one of them can end at all, and the least length of one. */
    private static final String STREET_LAST = Arrays.stream(STREET_ENDS).map(end -> end.substring(end.length() - 1))
            .distinct().collect(Collectors.joining());
    private static final int STREET_END_MIN = Arrays.stream(STREET_ENDS).mapToInt(String::length).min().orElseThrow();
    private static final Set<String> FLATS = set("flat");
    private static final Set<String> PARTICLES = Set.of("de", "del", "la", "las", "los", "des", "du", "di", "da", "do",
            "dos", "der", "van", "von", "y");
    private static final int NAME_MIN = 3;
    private static final int HOUSE_DIGITS_MAX = 5;
    private static final int LED_REACH = 14;
    private static final String SUITE = "suite";
    private static final int SUITE_REACH = 40;

    private final Passage passage;
    private int nameStart;
    private int nameEnd;
    private int nameWords;
    private int given;
    private boolean titled;
    private int numberStart;
    private int wordsSinceNumber;
    private int capitalsSinceNumber;
    /** Where a street or flat begins that a number may follow; -1 for none. */
    private int openStart;
    private int openEnd;
    /** Words of the open street so far that are its name. */
    private int openWords;
    private boolean openFlat;
    /** Where the last address ended: "suite" is a flat beside one, and much else elsewhere. */
    private int addressEnd;

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
        openStart = -1;
        addressEnd = -1;
    }

    void number(int start, int end) {
        endName();
        numbered(start, end);
        if (numberStart < 0 || wordsSinceNumber > 0) {
            numberStart = start;
        }
        wordsSinceNumber = 0;
        capitalsSinceNumber = 0;
        openStart = -1;
    }

    /** What a number makes an address of: what stood open before it, or words that lead to one. */
    private void numbered(int start, int end) {
        boolean house = end - start <= HOUSE_DIGITS_MAX;
        if (openStart >= 0 && house && start - openEnd <= 2 && (openFlat || openWords > 0)) {
            address(openStart, end, openFlat ? 58 : 66, bits(Evidence.ADDRESS_PARTS));
        } else if (house && numberStart >= 0 && capitalsSinceNumber > 0 && led(numberStart, Hint.ADDRESS, LED_REACH)) {
            address(numberStart, end, 58, bits(Evidence.ADDRESS_PARTS, Evidence.CONTEXT));
        } else if (end - start >= 4 && end - start <= 6 && led(start, Hint.POSTCODE, NAME_MIN)) {
            address(start, end, 60, bits(Evidence.CONTEXT));
        }
    }

    private void address(int start, int end, int confidence, int evidence) {
        passage.found(start, end, Kind.ADDRESS, confidence, evidence);
        addressEnd = end;
    }

    private boolean led(int start, Hint hint, int reach) {
        int end = passage.hintEnd(hint, start);
        return end >= 0 && start - end <= reach;
    }

    /** A character that neither belongs to a word nor is a blank. */
    void gap(int at, char c) {
        if (c == '-' || c == '\'' || c == '.') {
            return;
        }
        endName();
        openStart = c == ',' ? openStart : -1;
        if (c != ',' && c != '/') {
            numberStart = -1;
        }
    }

    void word(int start, int end) {
        char first = passage.chars()[start];
        boolean capital = Character.isUpperCase(first) && end - start > 1 && !Character.isUpperCase(
                passage.chars()[start + 1]);
        boolean nearAddress = addressEnd >= 0 && start - addressEnd <= SUITE_REACH;
        if (!capital && numberStart < 0 && openStart < 0 && !nearAddress) {
            endName();
            return;
        }
        String text = end - start <= STREET_WORD_MAX ? new String(passage.chars(), start, end - start) : "";
        if (numberStart >= 0 && street(end, capital, text)) {
            // Streets are named after people: what stood open is the street's.
            nameWords = 0;
            openStart = -1;
            return;
        }
        open(start, end, capital, text);
        if (!capital) {
            endName();
            return;
        }
        if (nameWords == 1 && passage.hintEnd(Hint.TITLE_BEFORE, start) == nameEnd) {
            // The title has a capital as well and is no part of the name.
            nameWords = 0;
        }
        if (nameWords > 0 && (start - nameEnd != 1 || nameWords == NAME_WORDS_MAX)) {
            endName();
        }
        if (nameWords == 0) {
            nameStart = start;
            given = -1;
            titled = told(start) && !NOBODY.contains(text);
        }
        if (given < 0 && end - start <= 12 && GIVEN.contains(text)) {
            given = nameWords;
            if (!titled) {
                nameStart = start;
                nameWords = 0;
            }
        }
        nameEnd = end;
        nameWords++;
    }

    /** Opens a street or a flat, or goes on with it. */
    private void open(int start, int end, boolean capital, String text) {
        boolean before = STREETS_BEFORE.contains(text) && (capital || numberStart >= 0 && wordsSinceNumber == 1);
        boolean flat = FLATS.contains(text) && (!text.equalsIgnoreCase(SUITE)
                || addressEnd >= 0 && start - addressEnd <= SUITE_REACH);
        if (before || flat) {
            openStart = before && numberStart >= 0 && wordsSinceNumber == 1 ? numberStart : start;
            openEnd = end;
            openWords = 0;
            openFlat = flat;
        } else if (endsAsStreet(start, end)) {
            openStart = numberStart >= 0 && wordsSinceNumber <= 2 ? numberStart : start;
            openEnd = end;
            openWords = 1;
            openFlat = false;
            if (openStart < start) {
                address(openStart, end, 66, bits(Evidence.ADDRESS_PARTS));
            }
        } else if (openStart >= 0) {
            goOn(start, end, capital, text);
        }
    }

    private void goOn(int start, int end, boolean capital, String text) {
        boolean goesOn = !openFlat && (capital || PARTICLES.contains(text)) && openWords < STREET_WORDS_MAX
                && start - openEnd == 1;
        if (!goesOn) {
            openStart = -1;
            return;
        }
        openWords += capital ? 1 : 0;
        openEnd = end;
        if (capital && openStart == numberStart) {
            address(openStart, end, 66, bits(Evidence.ADDRESS_PARTS));
        }
    }

    private boolean endsAsStreet(int start, int end) {
        char[] chars = passage.chars();
        if (end - start < STREET_END_MIN + NAME_MIN || STREET_LAST.indexOf(chars[end - 1]) < 0) {
            return false;
        }
        for (String last : STREET_ENDS) {
            int from = end - last.length();
            int same = from - start < NAME_MIN ? -1 : 0;
            while (same >= 0 && same < last.length() && chars[from + same] == last.charAt(same)) {
                same++;
            }
            if (same == last.length()) {
                return true;
            }
        }
        return false;
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

    /** Whether the word ends an address. */
    private boolean street(int end, boolean capital, String text) {
        wordsSinceNumber++;
        if (wordsSinceNumber > STREET_WORDS_MAX) {
            numberStart = -1;
            return false;
        }
        if (capital && capitalsSinceNumber > 0 && STREETS.contains(text)) {
            address(numberStart, end, 66, bits(Evidence.ADDRESS_PARTS));
            numberStart = -1;
            return true;
        }
        capitalsSinceNumber += capital ? 1 : 0;
        return false;
    }
}
