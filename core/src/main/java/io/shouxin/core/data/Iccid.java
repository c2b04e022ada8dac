// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import io.shouxin.core.secret.PlainAccess;
import java.util.regex.Pattern;

/**
 * The number of a SIM card, ITU-T E.118: 89, then 17 or 18 more characters. Chinese cards carry letters
 * and often no valid check digit, so the check is a warning, {@link #luhnHolds}, and never a refusal.
 */
public final class Iccid extends CustomerValue {

    private static final int RAW_MAX = 40;
    private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Z]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private Iccid(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.iccid.…} */
    public static Iccid parse(String raw) {
        return new Iccid(normalForm(raw));
    }

    /** Whether the last digit checks the others; false for a card with letters. */
    public boolean luhnHolds(PlainAccess access) {
        String iccid = normal(access);
        return DIGITS.matcher(iccid).matches() && CheckDigits.luhnHolds(iccid);
    }

    static String normalForm(String raw) {
        String iccid = CleanText.upperCase(CleanText.ungrouped(raw, RAW_MAX));
        if (!CHARACTERS.matcher(iccid).matches()) {
            throw Fault.ICCID_CHARACTERS.refusal();
        }
        // Read from the card, 19 digits come in 10 bytes, the last half byte filled with F.
        String unpadded = iccid.length() == 20 && iccid.endsWith("F") ? iccid.substring(0, 19) : iccid;
        if (unpadded.length() != 19 && unpadded.length() != 20) {
            throw Fault.ICCID_LENGTH.refusal();
        }
        if (!unpadded.startsWith("89")) {
            throw Fault.ICCID_PREFIX.refusal();
        }
        return unpadded;
    }
}
