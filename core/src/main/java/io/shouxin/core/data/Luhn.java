// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** The check digit of ISO/IEC 7812-1 annex B, over texts of ASCII digits. */
public final class Luhn {

    private Luhn() {}

    /** Whether the last digit checks the others; the text is digits only. */
    public static boolean holds(String digits) {
        int last = digits.length() - 1;
        return checkDigit(digits.substring(0, last)) == digits.charAt(last) - '0';
    }

    /** The digit, 0 to 9, that checks these digits when it is put behind them. */
    public static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}
