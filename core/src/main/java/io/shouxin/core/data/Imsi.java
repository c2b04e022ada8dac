// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** A subscriber's identity in the network, ITU-T E.212: 14 or 15 digits, the first three the country. */
public final class Imsi extends CustomerValue {

    private Imsi(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.imsi.…} */
    public static Imsi parse(String raw) {
        return new Imsi(normalForm(raw));
    }

    static String normalForm(String raw) {
        String digits = Digits.between(14, 15, raw, Fault.IMSI_NOT_A_NUMBER, Fault.IMSI_LENGTH);
        // 2 to 7 are the world's zones, 9 is 901 and its like, 001 test networks; nobody has the rest.
        if ("018".indexOf(digits.charAt(0)) >= 0 && !digits.startsWith("001")) {
            throw Fault.IMSI_COUNTRY.refusal();
        }
        return digits;
    }
}
