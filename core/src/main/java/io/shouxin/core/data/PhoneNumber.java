// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A subscriber's number in E.164, {@code +8616000001234}, from any usual writing: with or without 86,
 * 0086, +86 or the trunk 0, full width, grouped by blanks, hyphens, dots or parentheses.
 *
 * <p>Chinese numbers follow the numbering plan: mobile 1[3-9] and nine digits, the thirteen-digit
 * machine numbers (1064…, 1400…, 1410…, 1440…), and fixed lines with their area code. Other countries'
 * numbers need + or 00 and have 7 to 15 digits. A prefix says nothing about the operator: numbers are
 * portable.
 */
public final class PhoneNumber extends CustomerValue {

    private static final int RAW_MAX = 64;
    private static final Pattern GROUPING = Pattern.compile("[\\s\\p{Z}().\\-\u2010-\u2015\u2212]+");
    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]+");
    private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}|(?:1064|14[014]0)[0-9]{9}");
    private static final Pattern FIXED =
            Pattern.compile("(?:10|2[0-57-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7}");

    // E.164 zones with codes of two digits; 1 and 7 have one, all the others three.
    private static final Set<String> TWO_DIGIT_CODES = Set.of(
            "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
            "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
            "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98");

    private PhoneNumber(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.phone.…} when it is not a number that can be a subscriber's */
    public static PhoneNumber parse(String raw) {
        return new PhoneNumber(normalForm(raw));
    }

    /** How many of the digits after the + are the calling code: 1, 2 or 3, never more than there are. */
    public static int callingCodeLength(String digits) {
        if (digits.startsWith("1") || digits.startsWith("7")) {
            return 1;
        }
        boolean two = digits.length() >= 2 && TWO_DIGIT_CODES.contains(digits.substring(0, 2));
        return Math.min(two ? 2 : 3, digits.length());
    }

    static String normalForm(String raw) {
        String written = written(raw);
        if (written.startsWith("+")) {
            return international(written.substring(1));
        }
        return written.startsWith("00") ? international(written.substring(2)) : domestic(written);
    }

    /** Digits with at most a leading +, grouping removed. */
    static String written(String raw) {
        String written = GROUPING.matcher(CleanText.identifier(raw, RAW_MAX)).replaceAll("");
        if (!DIGITS.matcher(written).matches()) {
            throw Fault.PHONE_NOT_A_NUMBER.refusal();
        }
        return written;
    }

    private static String international(String digits) {
        if (digits.startsWith("86")) {
            return chinese(digits.substring(2));
        }
        if (digits.length() < 7 || digits.length() > 15) {
            throw Fault.PHONE_LENGTH.refusal();
        }
        if (digits.startsWith("0")) {
            throw Fault.PHONE_NOT_IN_PLAN.refusal();
        }
        return "+" + digits;
    }

    private static String domestic(String digits) {
        // A fixed line without its trunk 0 is not complete: its area code could be part of the number.
        if (MOBILE.matcher(digits).matches()) {
            return "+86" + digits;
        }
        if (digits.startsWith("0")) {
            return chinese(digits.substring(1));
        }
        if (digits.startsWith("86") && digits.length() > 9) {
            return chinese(digits.substring(2));
        }
        throw misfit(digits);
    }

    private static String chinese(String digits) {
        String national = digits.startsWith("0") ? digits.substring(1) : digits;
        if (MOBILE.matcher(national).matches() || FIXED.matcher(national).matches()) {
            return "+86" + national;
        }
        throw misfit(national);
    }

    private static InvalidValue misfit(String national) {
        boolean possible = national.length() >= 9 && national.length() <= 13;
        return (possible ? Fault.PHONE_NOT_IN_PLAN : Fault.PHONE_LENGTH).refusal();
    }
}
