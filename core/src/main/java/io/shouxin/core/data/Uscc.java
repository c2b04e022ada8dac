// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** The unified social credit code of an organisation, GB 32100-2015: 18 characters, the last one a check. */
public final class Uscc extends CustomerValue {

    private static final int RAW_MAX = 32;
    // The standard leaves out I, O, S, V and Z, which are misread.
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private Uscc(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.uscc.…} */
    public static Uscc parse(String raw) {
        return new Uscc(normalForm(raw));
    }

    static String normalForm(String raw) {
        String code = CleanText.upperCase(CleanText.ungrouped(raw, RAW_MAX));
        if (!code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw Fault.USCC_CHARACTERS.refusal();
        }
        if (code.length() != 18) {
            throw Fault.USCC_LENGTH.refusal();
        }
        if (code.charAt(17) != checkCharacter(code)) {
            throw Fault.USCC_CHECK_DIGIT.refusal();
        }
        return code;
    }

    private static char checkCharacter(String code) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += weight * ALPHABET.indexOf(code.charAt(i));
            weight = weight * 3 % 31;
        }
        return ALPHABET.charAt((31 - sum % 31) % 31);
    }
}
