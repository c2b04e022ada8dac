// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/**
 * The check characters that identifiers carry, over text whose length and alphabet are the caller's to
 * know. One place for all of them: the types that read a value and the search for values agree.
 */
public final class CheckDigits {

    // The standard leaves out I, O, S, V and Z, which are misread.
    static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static final int[] RESIDENT_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String RESIDENT_CHARACTERS = "10X98765432";
    private static final byte[] USCC_VALUES = usccValues();

    private CheckDigits() {}

    /** ISO/IEC 7812-1 annex B: whether the last digit checks the others; the text is digits only. */
    public static boolean luhnHolds(CharSequence digits) {
        int last = digits.length() - 1;
        return luhnDigit(digits, last) == digits.charAt(last) - '0';
    }

    /** The digit, 0 to 9, that checks these digits when it is put behind them (ISO/IEC 7812-1 annex B). */
    public static int luhnDigit(CharSequence digits) {
        return luhnDigit(digits, digits.length());
    }

    /** The digit that belongs behind the first {@code length} digits. */
    static int luhnDigit(CharSequence digits, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(length - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }

    /** GB 11643-1999 (ISO 7064, MOD 11-2): 17 digits, then a digit or X in upper case. */
    public static boolean residentIdHolds(CharSequence id) {
        return id.charAt(17) == residentIdCharacter(id);
    }

    /** The character that checks these 17 digits, 0 to 9 or X; what comes behind them is not looked at. */
    public static char residentIdCharacter(CharSequence id) {
        int sum = 0;
        for (int i = 0; i < RESIDENT_WEIGHTS.length; i++) {
            sum += RESIDENT_WEIGHTS[i] * (id.charAt(i) - '0');
        }
        return RESIDENT_CHARACTERS.charAt(sum % 11);
    }

    /** GB 32100-2015: 18 characters; false if one of them is not of the standard's alphabet. */
    public static boolean usccHolds(CharSequence code) {
        int check = usccCheck(code);
        return check >= 0 && usccValue(code.charAt(17)) == check;
    }

    /**
     * The character that checks these 17 characters (GB 32100-2015).
     *
     * @throws IllegalArgumentException if one of them is not of the standard's alphabet
     */
    public static char usccCharacter(CharSequence code) {
        int check = usccCheck(code);
        if (check < 0) {
            throw new IllegalArgumentException("a character outside the alphabet");
        }
        return USCC_ALPHABET.charAt(check);
    }

    private static int usccCheck(CharSequence code) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            int value = usccValue(code.charAt(i));
            if (value < 0) {
                return -1;
            }
            sum += weight * value;
            weight = weight * 3 % 31;
        }
        return (31 - sum % 31) % 31;
    }

    private static int usccValue(char c) {
        return c < USCC_VALUES.length ? USCC_VALUES[c] : -1;
    }

    private static byte[] usccValues() {
        byte[] values = new byte[128];
        for (char c = 0; c < values.length; c++) {
            values[c] = (byte) USCC_ALPHABET.indexOf(c);
        }
        return values;
    }
}
