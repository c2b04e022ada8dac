// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Normal forms of the types that need no class of their own: nothing is done with them but to keep them. */
final class PlainForms {

    private static final int TEXT_MAX = 2000;
    private static final int PASSWORD_MAX = 128;
    private static final int CODE_MAX = 64;
    private static final int CUSTOMER_NUMBER_MAX = 40;
    private static final int NUMBER_RAW_MAX = 40;
    private static final int NUMBER_DIGITS_MAX = 18;
    private static final int FRACTION_DIGITS_MIN = 2;
    private static final int FRACTION_DIGITS_MAX = 6;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    // Beyond the plain set: parentheses and a few joints that plan and payment names really have.
    private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}._ ()/+:&#-]+");
    private static final Pattern CUSTOMER_NUMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");
    private static final Set<String> YES = Set.of("true", "yes", "y", "t", "1", "是", "真");
    private static final Set<String> NO = Set.of("false", "no", "n", "f", "0", "否", "假");

    private PlainForms() {}

    static String text(String raw) {
        return CleanText.text(raw, TEXT_MAX);
    }

    static String password(String raw) {
        return CleanText.untouched(raw, PASSWORD_MAX);
    }

    static String code(String raw) {
        return matching(CODE, CleanText.name(raw, CODE_MAX), Fault.CODE_CHARACTERS);
    }

    /** As written, upper and lower case kept: it is another system's key. */
    static String customerNumber(String raw) {
        String number = CleanText.identifier(raw, CUSTOMER_NUMBER_MAX);
        return matching(CUSTOMER_NUMBER, number, Fault.CUSTOMER_NUMBER_CHARACTERS);
    }

    /** Two to six fraction digits, no more zeros than that needs, no sign on zero. */
    static String decimal(String raw) {
        String written = CleanText.identifier(raw, NUMBER_RAW_MAX);
        BigDecimal read = new BigDecimal(matching(DECIMAL, written, Fault.DECIMAL_NOT_A_NUMBER));
        BigDecimal shortest = read.stripTrailingZeros();
        BigDecimal number = shortest.setScale(Math.max(FRACTION_DIGITS_MIN, shortest.scale()));
        if (number.scale() > FRACTION_DIGITS_MAX || number.precision() > NUMBER_DIGITS_MAX) {
            throw Fault.DECIMAL_DIGITS.refusal();
        }
        return number.toPlainString();
    }

    static String integer(String raw) {
        String written = CleanText.identifier(raw, NUMBER_RAW_MAX);
        BigDecimal number = new BigDecimal(matching(INTEGER, written, Fault.INTEGER_NOT_A_NUMBER));
        if (number.precision() > NUMBER_DIGITS_MAX) {
            throw Fault.INTEGER_DIGITS.refusal();
        }
        return number.toPlainString();
    }

    static String bool(String raw) {
        String written = CleanText.identifier(raw, NUMBER_RAW_MAX).toLowerCase(Locale.ROOT);
        if (!YES.contains(written) && !NO.contains(written)) {
            throw Fault.BOOLEAN_NEITHER.refusal();
        }
        return Boolean.toString(YES.contains(written));
    }

    private static String matching(Pattern form, String text, Fault otherwise) {
        if (!form.matcher(text).matches()) {
            throw otherwise.refusal();
        }
        return text;
    }
}
