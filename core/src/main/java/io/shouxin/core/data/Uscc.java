// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** The unified social credit code of an organisation, GB 32100-2015: 18 characters, the last one a check. */
public final class Uscc extends CustomerValue {

    private static final int RAW_MAX = 32;

    private Uscc(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.uscc.…} */
    public static Uscc parse(String raw) {
        return new Uscc(normalForm(raw));
    }

    static String normalForm(String raw) {
        String code = CleanText.upperCase(CleanText.ungrouped(raw, RAW_MAX));
        if (!code.chars().allMatch(c -> CheckDigits.USCC_ALPHABET.indexOf(c) >= 0)) {
            throw Fault.USCC_CHARACTERS.refusal();
        }
        if (code.length() != 18) {
            throw Fault.USCC_LENGTH.refusal();
        }
        if (!CheckDigits.usccHolds(code)) {
            throw Fault.USCC_CHECK_DIGIT.refusal();
        }
        return code;
    }
}
