// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/**
 * A device's identity, 3GPP TS 23.003: 15 digits with a check digit, or 16 digits (IMEISV), whose last
 * two are the software version and which carry no check digit.
 */
public final class Imei extends CustomerValue {

    private static final int SERIAL_END = 14;

    private Imei(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.imei.…} */
    public static Imei parse(String raw) {
        return new Imei(normalForm(raw));
    }

    /**
     * Reads what a network sends, where the last digit may be a spare 0 in place of the check digit.
     * The normal form carries the check digit, so it equals what is printed on the device.
     *
     * @throws InvalidValue {@code value.imei.…}
     */
    public static Imei fromNetwork(String raw) {
        String digits = digits(raw);
        boolean spare = digits.length() == 15 && digits.charAt(SERIAL_END) == '0';
        if (!spare) {
            return new Imei(checked(digits));
        }
        String serial = digits.substring(0, SERIAL_END);
        return new Imei(serial + CheckDigits.luhnDigit(serial, SERIAL_END));
    }

    static String normalForm(String raw) {
        return checked(digits(raw));
    }

    private static String digits(String raw) {
        return Digits.between(15, 16, raw, Fault.IMEI_NOT_A_NUMBER, Fault.IMEI_LENGTH);
    }

    private static String checked(String digits) {
        if (digits.length() == 15 && !CheckDigits.luhnHolds(digits)) {
            throw Fault.IMEI_CHECK_DIGIT.refusal();
        }
        return digits;
    }
}
