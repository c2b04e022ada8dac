// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

import io.shouxin.core.data.CheckDigits;

/** Words of letters and digits: documents, organisations, SIM cards, plates. */
final class WordRules {

    private static final String PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
    private static final int FORM = bits(Evidence.FORM);

    private final Passage passage;
    private final Tables tables;
    private final Digits d = new Digits();
    private final char[] upper = new char[20];

    WordRules(Passage passage, Tables tables) {
        this.passage = passage;
        this.tables = tables;
    }

    /** A word with at least one letter. */
    void word(int start, int end, int digits) {
        int length = end - start;
        if (digits < 7 || length > upper.length) {
            return;
        }
        for (int i = 0; i < length; i++) {
            char c = passage.chars()[start + i];
            upper[i] = c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
        }
        d.of(upper, 0, length);
        if (length == 18 && digits == 17 && upper[17] == 'X') {
            NumberRules.residentId(passage, tables, start, end, d);
        }
        if (length == 18) {
            uscc(passage, tables, start, end, d);
        }
        if (length <= 11) {
            document(start, end, digits);
        }
        if (length == 15 && digits == 12 && letters(3)) {
            passage.found(start, end, Kind.TRAVEL_PERMIT, 40, FORM);
        }
        if ((length == 19 || length == 20) && d.startsWith("8986")) {
            passage.found(start, end, Kind.ICCID, 78, bits(Evidence.NUMBERING_PLAN));
        }
    }

    private void document(int start, int end, int digits) {
        int length = end - start;
        char first = upper[0];
        char second = upper[1];
        boolean tail = length - digits == 1 && first >= 'A';
        boolean ordinary = length == 9 && (tail && (first == 'E' || first == 'G')
                || digits == 7 && first == 'E' && second >= 'A' && second != 'I' && second != 'O');
        boolean official = length == 9 && (tail && (first == 'D' || first == 'S' || first == 'P')
                || digits == 7 && second == 'E' && (first == 'D' || first == 'S' || first == 'P'));
        if (ordinary || official) {
            passage.found(start, end, Kind.PASSPORT, ordinary ? 45 : 30, FORM);
        }
        boolean home = tail && (first == 'H' || first == 'M') && (length == 9 || length == 11);
        boolean outward = length == 9 && (tail && (first == 'C' || first == 'W' || first == 'L' || first == 'T')
                || digits == 7 && first == 'C' && second >= 'A');
        if (home || outward) {
            passage.found(start, end, Kind.TRAVEL_PERMIT, home ? 45 : 35, FORM);
        }
    }

    private boolean letters(int count) {
        for (int i = 0; i < count; i++) {
            if (upper[i] < 'A') {
                return false;
            }
        }
        return true;
    }

    /** 18 characters in upper case: the body that registered it, the kind, the area, the organisation, the check. */
    static void uscc(Passage passage, Tables tables, int start, int end, Digits d) {
        char body = d.charAt(0);
        boolean known = body >= '1' && body <= '9' || body == 'A' || body == 'N' || body == 'Y';
        if (!known || !CheckDigits.usccHolds(d)) {
            return;
        }
        for (int i = 2; i < 8; i++) {
            if (d.charAt(i) > '9') {
                passage.found(start, end, Kind.USCC, 40, bits(Evidence.CHECK_DIGIT));
                return;
            }
        }
        int area = d.number(2, 6);
        int city = area / 100 * 100;
        boolean current = tables.areaIsCurrent(area) || tables.areaIsCurrent(city) || area % 10_000 == 0;
        boolean abandoned = tables.areaIsAbandoned(area) || tables.areaIsAbandoned(city);
        if (current || abandoned) {
            passage.found(start, end, Kind.USCC, 96, bits(Evidence.CHECK_DIGIT,
                    current ? Evidence.AREA_CURRENT : Evidence.AREA_ABANDONED));
        } else {
            passage.found(start, end, Kind.USCC, 45, bits(Evidence.CHECK_DIGIT));
        }
    }

    /** GA 36: province, letter of the city, five characters or six for new energy; a dot may divide them. */
    void plate(int start, int end) {
        char[] chars = passage.chars();
        int length = end - start;
        if (length == 6 || length == 7) {
            if (start > 0 && PLATES.indexOf(chars[start - 1]) >= 0 && letter(chars[start]) && tail(start + 1, end)) {
                passage.found(start - 1, end, Kind.PLATE, 88, FORM);
            }
        } else if ((length == 5 || length == 6) && start > 2 && letter(chars[start - 2])
                && PLATES.indexOf(chars[start - 3]) >= 0 && "·-. •".indexOf(chars[start - 1]) >= 0
                && tail(start, end)) {
            passage.found(start - 3, end, Kind.PLATE, 88, FORM);
        }
    }

    private static boolean letter(char c) {
        return c >= 'A' && c <= 'Z' && c != 'I';
    }

    private boolean tail(int start, int end) {
        int digits = 0;
        for (int i = start; i < end; i++) {
            char c = passage.chars()[i];
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (!letter(c) || c == 'O') {
                return false;
            }
        }
        return digits >= 3;
    }
}
