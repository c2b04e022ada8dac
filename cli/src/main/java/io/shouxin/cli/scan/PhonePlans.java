// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.shouxin.core.detect.ForeignNumbers;

/** The numbering plans of the world by libphonenumber. Loaded when the first number asks. */
final class PhonePlans implements ForeignNumbers {

    @Override
    public Answer look(CharSequence digits) {
        StringBuilder number = new StringBuilder(digits.length() + 1).append('+');
        for (int i = 0; i < digits.length(); i++) {
            number.append(digits.charAt(i));
        }
        try {
            PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
            return plans.isValidNumber(plans.parse(number, null)) ? Answer.VALID : Answer.INVALID;
        } catch (NumberParseException noSuchCountry) {
            return Answer.INVALID;
        }
    }
}
