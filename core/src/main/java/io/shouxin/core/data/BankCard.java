// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** A bank card number: 16 to 19 digits whose last one checks the others (ISO/IEC 7812-1). */
public final class BankCard extends CustomerValue {

    private BankCard(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.bank-card.…} */
    public static BankCard parse(String raw) {
        return new BankCard(normalForm(raw));
    }

    static String normalForm(String raw) {
        String digits = Digits.between(16, 19, raw, Fault.BANK_CARD_NOT_A_NUMBER, Fault.BANK_CARD_LENGTH);
        // No issuer begins with 0, and a row of zeros would satisfy the check digit.
        if (digits.charAt(0) == '0' || !CheckDigits.luhnHolds(digits)) {
            throw Fault.BANK_CARD_CHECK_DIGIT.refusal();
        }
        return digits;
    }
}
