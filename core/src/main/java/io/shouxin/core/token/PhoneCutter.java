// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.data.PhoneNumber;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.token.TokenRefused.Reason;
import java.time.LocalDate;

/** Phone numbers in E.164. */
final class PhoneCutter implements Cutter {

    private static final String CHINA = "86";
    private static final int PREFIX = 3;

    @Override
    public Cut cut(String raw, LocalDate lastDay) {
        if (isChineseMobile(raw)) {
            return Cut.decimal(CHINA + raw.substring(0, PREFIX), raw.substring(PREFIX), "");
        }
        String digits = PhoneNumber.parse(raw).normal(PlainAccess.granted()).substring(1);
        int country = PhoneNumber.callingCodeLength(digits);
        int free = digits.length() - country;
        // 1064… and 14[014]0…: the fourth digit belongs to the numbering plan as well.
        int wanted = digits.startsWith(CHINA) && free == 13 ? PREFIX + 1 : PREFIX;
        int kept = country + Math.min(wanted, free - FREE_DIGITS_MIN);
        if (kept < country) {
            throw Reason.SMALL_DOMAIN.refusal();
        }
        return Cut.decimal(digits.substring(0, kept), digits.substring(kept), "");
    }

    /** As call records have them, without a country code. */
    private static boolean isChineseMobile(String raw) {
        return raw.length() == 11 && raw.charAt(0) == '1' && raw.charAt(1) >= '3' && Cutter.isDigits(raw);
    }

    @Override
    public String join(Cut cut, long number, LocalDate lastDay) {
        String digits = cut.digits(number);
        return isLocalNumber(cut.before(), digits.charAt(0)) ? "+" + cut.before() + digits : null;
    }

    /** After a Chinese area code of three digits comes a subscriber's number, which begins with 2 to 8. */
    private static boolean isLocalNumber(String before, char first) {
        boolean afterAreaCode = before.startsWith(CHINA) && before.length() == CHINA.length() + PREFIX
                && before.charAt(CHINA.length()) >= '3';
        return !afterAreaCode || first >= '2' && first <= '8';
    }
}
