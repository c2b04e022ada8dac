// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

import io.shouxin.core.data.CheckDigits;

/**
 * Numbers by how many digits they have and how they begin. Each confidence says how likely a number of this shape is
 * what it looks like when nothing around it says so: a check digit alone lets one number in ten pass by chance.
 */
final class NumberRules {

    private static final int PHONE_BITS = bits(Evidence.NUMBERING_PLAN);
    private static final int CARD_BITS = bits(Evidence.CHECK_DIGIT, Evidence.ISSUER);
    private static final int ID_CURRENT =
            bits(Evidence.CHECK_DIGIT, Evidence.AREA_CURRENT, Evidence.DATE_EXISTS);
    private static final int ID_ABANDONED =
            bits(Evidence.CHECK_DIGIT, Evidence.AREA_ABANDONED, Evidence.DATE_EXISTS);

    private final Passage passage;
    private final Tables tables;
    private final ForeignNumbers foreign;

    /** How a number is divided: word {@code from} to before {@code to} of a row. */
    record Groups(int[] starts, int[] ends, char[] gaps, int from, int to) {

        int count() {
            return to - from;
        }

        int size(int i) {
            return ends[from + i] - starts[from + i];
        }

        boolean sizes(int... expected) {
            if (expected.length != count()) {
                return false;
            }
            for (int i = 0; i < expected.length; i++) {
                if (size(i) != expected[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    NumberRules(Passage passage, Tables tables, ForeignNumbers foreign) {
        this.passage = passage;
        this.tables = tables;
        this.foreign = foreign;
    }

    /** One unbroken word of digits. */
    void single(int start, int end, Digits d, boolean embedded) {
        int length = d.length();
        if (length < 7) {
            return;
        }
        boolean plus = start > 0 && passage.chars()[start - 1] == '+';
        if (plus || d.startsWith("00") && length >= 10) {
            if (international(plus ? start - 1 : start, end, d, plus, 20)) {
                return;
            }
        }
        int doubt = embedded ? 40 : 0;
        if (length <= 13) {
            telephone(start, end, d, doubt);
        }
        switch (length) {
            case 8 -> {
                DateRules.compact(passage, start, end, d);
                passage.found(start, end, Kind.TRAVEL_PERMIT, 10, bits(Evidence.FORM));
            }
            case 14 -> subscriber(start, end, d, doubt);
            case 15 -> {
                subscriber(start, end, d, doubt);
                fifteen(start, end, d);
                card(start, end, d, doubt);
            }
            case 16 -> {
                card(start, end, d, doubt);
                version(start, end, d);
            }
            case 17 -> card(start, end, d, doubt);
            case 18 -> {
                card(start, end, d, doubt);
                residentId(passage, tables, start, end, d);
                WordRules.uscc(passage, tables, start, end, d);
            }
            case 19, 20 -> {
                card(start, end, d, doubt);
                iccid(start, end, d);
            }
            default -> { }
        }
    }

    /** Several words that may be one number; true when they are. */
    boolean grouped(int start, int end, Digits d, Groups groups) {
        int length = d.length();
        boolean plus = passage.chars()[start] == '+' || passage.chars()[start] == '(' && start > 0
                && passage.chars()[start - 1] == '+';
        if (plus || d.startsWith("00")) {
            return international(start, end, d, plus, 55);
        }
        if (groups.sizes(4, 4, 4, 4) || groups.sizes(4, 4, 4, 4, 3) || groups.sizes(4, 4, 4, 4, 2)
                || groups.sizes(4, 6, 5) || groups.sizes(6, 13)) {
            return card(start, end, d, 0);
        }
        if (length == 18 && (groups.sizes(6, 8, 4) || groups.sizes(6, 4, 4, 4) || groups.sizes(3, 3, 4, 4, 4))) {
            return residentId(passage, tables, start, end, d);
        }
        if (length == 15 && groups.size(0) <= 6 && groups.count() <= 5 && groups.sizes(2, 6, 6, 1)) {
            return imei(start, end, d, 0);
        }
        return mobile(start, end, d, groups) || fixed(start, end, d, groups) || abroad(start, end, d, groups);
    }

    private void telephone(int start, int end, Digits d, int doubt) {
        int length = d.length();
        if (length == 11 && mobileAt(d, 0)) {
            passage.found(start, end, Kind.PHONE, 82 - doubt, PHONE_BITS);
        } else if (length == 13 && d.startsWith("86") && mobileAt(d, 2)) {
            passage.found(start, end, Kind.PHONE, 78 - doubt, PHONE_BITS);
        } else if (length == 13 && machine(d)) {
            // Milliseconds since 1970 look the same, so a word nearby or the other rows have to tell.
            passage.found(start, end, Kind.PHONE, 35, PHONE_BITS);
        } else if (d.charAt(0) == '0' && fixedAt(d, 1, length - 1)) {
            passage.found(start, end, Kind.FIXED_LINE, 60 - doubt, PHONE_BITS);
        } else if ((length == 7 || length == 8) && d.charAt(0) >= '2' && d.charAt(0) <= '8') {
            passage.found(start, end, Kind.FIXED_LINE, 12, bits(Evidence.FORM));
        } else if (length == 10 && (d.startsWith("400") || d.startsWith("800"))) {
            passage.found(start, end, Kind.FIXED_LINE, 35 - doubt, PHONE_BITS);
        }
    }

    private boolean mobile(int start, int end, Digits d, Groups groups) {
        int offset = d.length() - 11;
        boolean prefix = offset == 0 || offset == 2 && d.startsWith("86");
        boolean shape = groups.sizes(3, 4, 4) || groups.sizes(2, 3, 4, 4) || groups.sizes(2, 11)
                || groups.sizes(3, 8) || groups.sizes(5, 6) || groups.sizes(4, 3, 4) || groups.sizes(3, 3, 5)
                || groups.sizes(4, 4, 3);
        if (!prefix || !shape || !mobileAt(d, offset)) {
            return false;
        }
        passage.found(start, end, Kind.PHONE, 85, PHONE_BITS);
        return true;
    }

    private boolean fixed(int start, int end, Digits d, Groups groups) {
        boolean area = groups.sizes(3, 8) || groups.sizes(4, 7) || groups.sizes(4, 8) || groups.sizes(3, 4, 4)
                || groups.sizes(4, 4, 4) || groups.sizes(4, 3, 4);
        if (area && d.charAt(0) == '0' && fixedAt(d, 1, d.length() - 1)) {
            passage.found(start, end, Kind.FIXED_LINE, 85, PHONE_BITS);
            return true;
        }
        boolean free = d.length() == 10 && (d.startsWith("400") || d.startsWith("800"));
        if (free && (groups.sizes(3, 3, 4) || groups.sizes(3, 4, 3))) {
            passage.found(start, end, Kind.FIXED_LINE, 65, PHONE_BITS);
            return true;
        }
        if (d.length() == 8 && groups.sizes(4, 4) && passage.near(Hint.PHONE, start)) {
            passage.found(start, end, Kind.FIXED_LINE, 30, bits(Evidence.FORM));
            return true;
        }
        return false;
    }

    /** Without + only where a word says phone, or in the North American way of writing. */
    private boolean abroad(int start, int end, Digits d, Groups groups) {
        int length = d.length();
        if (length < 8 || length > 15 || groups.sizes(3, 2, 4) || groups.size(0) > 5) {
            return false;
        }
        boolean hinted = passage.near(Hint.PHONE, start) || passage.near(Hint.PHONE, start + 1);
        boolean american = groups.sizes(3, 3, 4) || groups.sizes(1, 3, 3, 4);
        if (!hinted && !american) {
            return false;
        }
        passage.found(start, end, Kind.FOREIGN_PHONE, american ? 55 : 30, bits(Evidence.FORM));
        return true;
    }

    private boolean international(int start, int end, Digits d, boolean plus, int certain) {
        int skip = plus ? 0 : 2;
        int length = d.length() - skip;
        if (length < 7 || length > 15 || d.charAt(skip) == '0') {
            return false;
        }
        if (d.charAt(skip) == '8' && d.charAt(skip + 1) == '6') {
            return chinese(start, end, d, skip + 2);
        }
        CharSequence number = d.subSequence(skip, d.length());
        switch (foreign.look(number)) {
            case VALID -> passage.found(start, end, Kind.FOREIGN_PHONE, plus ? 92 : 75,
                    bits(Evidence.COUNTRY_CODE, Evidence.NUMBERING_PLAN));
            case UNKNOWN -> passage.found(start, end, Kind.FOREIGN_PHONE, plus ? 65 : certain,
                    bits(Evidence.COUNTRY_CODE));
            case INVALID -> passage.found(start, end, Kind.FOREIGN_PHONE, plus ? 45 : 15, bits(Evidence.FORM));
        }
        return true;
    }

    private boolean chinese(int start, int end, Digits d, int from) {
        int rest = d.length() - from;
        if (rest == 11 && mobileAt(d, from)) {
            passage.found(start, end, Kind.PHONE, 92, PHONE_BITS | Evidence.COUNTRY_CODE.bit());
            return true;
        }
        int area = from + (rest > 0 && d.charAt(from) == '0' ? 1 : 0);
        if (fixedAt(d, area, d.length() - area)) {
            passage.found(start, end, Kind.FIXED_LINE, 88, PHONE_BITS | Evidence.COUNTRY_CODE.bit());
            return true;
        }
        return false;
    }

    private static boolean mobileAt(Digits d, int at) {
        return d.length() - at == 11 && d.charAt(at) == '1' && d.charAt(at + 1) >= '3';
    }

    private static boolean machine(Digits d) {
        return d.startsWith("1064") || d.startsWith("1400") || d.startsWith("1410") || d.startsWith("1440");
    }

    /** Area code without its 0 and local number: 10 or 2x with eight digits, others with seven or eight. */
    private static boolean fixedAt(Digits d, int at, int length) {
        if (length < 9) {
            return false;
        }
        char first = d.charAt(at);
        char second = d.charAt(at + 1);
        boolean big = first == '1' && second == '0' || first == '2' && second != '6';
        if (big) {
            return length == 10 && local(d.charAt(at + 2));
        }
        return first >= '3' && (length == 10 || length == 11) && local(d.charAt(at + 3));
    }

    private static boolean local(char first) {
        return first >= '2' && first <= '8';
    }

    private void subscriber(int start, int end, Digits d, int doubt) {
        if (d.startsWith("460") && d.length() == 15) {
            boolean known = tables.chineseNetwork(d.number(3, 2));
            passage.found(start, end, Kind.IMSI, (known ? 80 : 30) - doubt,
                    known ? bits(Evidence.NETWORK_CODE) : bits(Evidence.COUNTRY_CODE));
        } else if (tables.countryHasNetworks(d.number(0, 3))) {
            // A quarter of all three-digit numbers are a country's; the number alone says little.
            passage.found(start, end, Kind.IMSI, 20, bits(Evidence.COUNTRY_CODE));
        }
        if (d.length() == 15) {
            imei(start, end, d, doubt);
        }
    }

    /** The first two digits name the body that gave the type out; 35, 86, 01 and 99 cover nearly all devices. */
    private boolean imei(int start, int end, Digits d, int doubt) {
        if (!CheckDigits.luhnHolds(d) || sameThroughout(d)) {
            return false;
        }
        boolean usual = d.startsWith("35") || d.startsWith("86") || d.startsWith("01") || d.startsWith("99")
                || d.startsWith("49");
        passage.found(start, end, Kind.IMEI, (usual ? 60 : 30) - doubt, bits(Evidence.CHECK_DIGIT));
        return true;
    }

    private void version(int start, int end, Digits d) {
        boolean usual = d.startsWith("35") || d.startsWith("86");
        passage.found(start, end, Kind.IMEI, usual ? 15 : 5, bits(Evidence.FORM));
    }

    /** The first generation of cards: no century and no check digit, so the area has to be right. */
    private void fifteen(int start, int end, Digits d) {
        int area = d.number(0, 6);
        boolean current = tables.areaIsCurrent(area);
        if ((current || tables.areaIsAbandoned(area))
                && DateRules.exists(1900 + d.number(6, 2), d.number(8, 2), d.number(10, 2))) {
            passage.found(start, end, Kind.RESIDENT_ID, 80, bits(Evidence.DATE_EXISTS,
                    current ? Evidence.AREA_CURRENT : Evidence.AREA_ABANDONED));
        }
    }

    /** 18 characters; X has to be in upper case. */
    static boolean residentId(Passage passage, Tables tables, int start, int end, Digits d) {
        if (!DateRules.exists(d.number(6, 4), d.number(10, 2), d.number(12, 2)) || d.number(6, 4) < 1850
                || !CheckDigits.residentIdHolds(d)) {
            return false;
        }
        // The permanent residence card of 2023: 9, the province, then the country of the holder.
        int area = d.number(0, 6);
        boolean permanent = area / 100_000 == 9 && tables.areaIsCurrent(d.number(1, 2) * 10_000 + 100)
                || area / 100_000 == 9 && d.number(1, 2) >= 11 && d.number(1, 2) <= 65;
        if (tables.areaIsCurrent(area) || permanent) {
            passage.found(start, end, Kind.RESIDENT_ID, permanent ? 90 : 98, ID_CURRENT);
        } else if (tables.areaIsAbandoned(area)) {
            passage.found(start, end, Kind.RESIDENT_ID, 96, ID_ABANDONED);
        } else {
            passage.found(start, end, Kind.RESIDENT_ID, 40, bits(Evidence.CHECK_DIGIT, Evidence.DATE_EXISTS));
        }
        return true;
    }

    private boolean card(int start, int end, Digits d, int doubt) {
        int length = d.length();
        if (length > 19 || d.charAt(0) == '0' || !CheckDigits.luhnHolds(d)) {
            return false;
        }
        if (tables.issuerKnown(d)) {
            passage.found(start, end, Kind.BANK_CARD, 92 - doubt, CARD_BITS);
            return true;
        }
        if (scheme(d)) {
            passage.found(start, end, Kind.BANK_CARD, 70 - doubt, CARD_BITS);
            return true;
        }
        if (length >= 16) {
            passage.found(start, end, Kind.BANK_CARD, 25, bits(Evidence.CHECK_DIGIT));
        }
        return false;
    }

    /** Ranges of the card schemes by ISO/IEC 7812: the first digits and the length that belongs to them. */
    private static boolean scheme(Digits d) {
        int length = d.length();
        int four = d.number(0, 4);
        int two = four / 100;
        boolean visa = two / 10 == 4 && (length == 16 || length == 19);
        boolean master = length == 16 && (two >= 51 && two <= 55 || four >= 2221 && four <= 2720);
        boolean amex = length == 15 && (two == 34 || two == 37);
        boolean union = two == 62 && length >= 16;
        boolean others = length == 16 && (four >= 3528 && four <= 3589 || four == 6011 || two == 65);
        return visa || master || amex || union || others;
    }

    private void iccid(int start, int end, Digits d) {
        if (!d.startsWith("89")) {
            return;
        }
        boolean chinese = d.startsWith("8986");
        if (CheckDigits.luhnHolds(d)) {
            passage.found(start, end, Kind.ICCID, chinese ? 93 : 60,
                    bits(Evidence.NUMBERING_PLAN, Evidence.CHECK_DIGIT));
        } else {
            // Chinese cards often carry no valid check digit.
            passage.found(start, end, Kind.ICCID, chinese ? 75 : 15, bits(Evidence.NUMBERING_PLAN));
        }
    }

    private static boolean sameThroughout(Digits d) {
        for (int i = 1; i < d.length(); i++) {
            if (d.charAt(i) != d.charAt(0)) {
                return false;
            }
        }
        return true;
    }
}
