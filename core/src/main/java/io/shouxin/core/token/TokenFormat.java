// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.token.TokenRefused.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a value a token of the same form keeps. Everything kept is given away, and stays as identifying as it
 * was; what is not kept is enciphered, and is at least six digits wide, because a smaller domain can be rebuilt
 * by whoever holds some pairs. So "the last four digits" is no format and cannot be made one.
 */
public final class TokenFormat {

    /**
     * Country code and up to three digits after it, four for machine numbers; fewer where six would not be left.
     * The token is a number that {@code PhoneNumber} takes, of the same kind and length.
     */
    public static final TokenFormat PHONE = new TokenFormat("phone", 1, new PhoneCutter());
    /** Mobile country and network code (ITU-T E.212). */
    public static final TokenFormat IMSI = new TokenFormat("imsi", 2, new DigitCutters.ImsiCutter());
    /** Type allocation code; the check digit is computed anew, the software version of an IMEISV kept. */
    public static final TokenFormat IMEI = new TokenFormat("imei", 3, new DigitCutters.ImeiCutter());
    /** The first six digits, which name the issuer; the check digit is computed anew. */
    public static final TokenFormat BANK_CARD =
            new TokenFormat("bank-card", 4, new DigitCutters.BankCardCutter(6));
    /** The first eight digits, as ISO/IEC 7812-1:2017 counts the issuer's number. */
    public static final TokenFormat BANK_CARD_8 =
            new TokenFormat("bank-card-8", 5, new DigitCutters.BankCardCutter(8));
    /**
     * Province, of a foreigner's card also the leading 9. The token has another region within it, another day of
     * birth that exists and is not after the release's day, and a check character that holds. The region need
     * not be one that ever was.
     */
    public static final TokenFormat RESIDENT_ID = new TokenFormat("resident-id", 6, new ResidentIdCutter());

    private static final List<TokenFormat> NAMED = List.of(PHONE, IMSI, IMEI, BANK_CARD, BANK_CARD_8, RESIDENT_ID);
    private static final Pattern DIGITS = Pattern.compile("digits-([1-9][0-9]?)-keep-(0|[1-9][0-9]?)");
    private static final int DIGITS_CODE = 7;

    private final String name;
    private final int code;
    private final Cutter cutter;

    private TokenFormat(String name, int code, Cutter cutter) {
        this.name = name;
        this.code = code;
        this.cutter = cutter;
    }

    /**
     * Digits of one length whose first ones are kept.
     *
     * @param length 6 to 24
     * @throws TokenRefused {@code token.ff1.small-domain} if fewer than six digits would be enciphered;
     *     {@code token.ff1.lengths} if more than 18 would, or more than 14 kept
     */
    public static TokenFormat digits(int length, int keepFirst) {
        if (keepFirst < 0 || keepFirst > 14 || length - keepFirst > 18 || length < keepFirst) {
            throw Reason.LENGTHS.refusal();
        }
        if (length - keepFirst < Cutter.FREE_DIGITS_MIN) {
            throw Reason.SMALL_DOMAIN.refusal();
        }
        return new TokenFormat("digits-" + length + "-keep-" + keepFirst, DIGITS_CODE,
                new DigitCutters.PlainCutter(length, keepFirst));
    }

    /**
     * A format by its name: {@code phone}, {@code imsi}, {@code imei}, {@code bank-card}, {@code bank-card-8},
     * {@code resident-id} or {@code digits-<length>-keep-<first>}.
     *
     * @throws TokenRefused as {@link #digits} does
     */
    public static Optional<TokenFormat> named(String name) {
        Matcher digits = DIGITS.matcher(name);
        if (digits.matches()) {
            return Optional.of(digits(Integer.parseInt(digits.group(1)), Integer.parseInt(digits.group(2))));
        }
        return NAMED.stream().filter(format -> format.name.equals(name)).findFirst();
    }

    /** The formats with a name of their own. */
    public static List<TokenFormat> all() {
        return NAMED;
    }

    public String name() {
        return name;
    }

    int code() {
        return code;
    }

    Cutter cutter() {
        return cutter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenFormat that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
