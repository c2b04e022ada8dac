// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.shouxin.core.detect.ForeignNumbers;

/** The countries' calling codes and the lengths of their numbers, by libphonenumber. */
final class NumberPlans implements ForeignNumbers {

    @Override
    public Answer look(CharSequence digits) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        try {
            return plans.isPossibleNumber(plans.parse("+" + digits, null)) ? Answer.VALID : Answer.INVALID;
        } catch (NumberParseException noSuchCountry) {
            return Answer.INVALID;
        }
    }
}
