// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import io.shouxin.core.data.PhoneNumber;
import java.util.regex.Pattern;

/**
 * A number as E.164 or in digits. A Chinese one is shown without +86, a mobile or machine number by one
 * rule and a fixed line by another (its first digits would be the city); another country's by its
 * calling code and last two digits.
 */
final class PhoneShape implements Shape {

    private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}|1[0-9]{12}");
    private static final Keep FOREIGN = Keep.half(0, 2);

    private final Keep mobile;
    private final Keep fixed;

    PhoneShape(Keep mobile, Keep fixed) {
        this.mobile = mobile;
        this.fixed = fixed;
    }

    @Override
    public String of(String plain) {
        String digits = plain.startsWith("+") ? plain.substring(1) : plain;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Mask.HIDDEN;
        }
        if (plain.startsWith("+") && !digits.startsWith("86")) {
            return foreign(digits);
        }
        String national = plain.startsWith("+86") ? plain.substring(3) : plain;
        return MOBILE.matcher(national).matches() ? mobile.of(national) : fixed.of(national);
    }

    private static String foreign(String digits) {
        int code = PhoneNumber.callingCodeLength(digits);
        String rest = FOREIGN.of(digits.substring(code));
        return rest.equals(Mask.HIDDEN) ? rest : "+" + digits.substring(0, code) + rest;
    }
}
