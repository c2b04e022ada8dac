// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** Identifiers that are digits and a length: the check that bank cards, IMSI and IMEI share. */
final class Digits {

    private static final int RAW_MAX = 40;

    private Digits() {}

    /** The digits without grouping, between {@code min} and {@code max} of them. */
    static String between(int min, int max, String raw, Fault notDigits, Fault wrongLength) {
        String digits = CleanText.ungrouped(raw, RAW_MAX);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw notDigits.refusal();
        }
        if (digits.length() < min || digits.length() > max) {
            throw wrongLength.refusal();
        }
        return digits;
    }
}
