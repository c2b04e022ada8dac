// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.token.TokenRefused.Reason;
import java.math.BigInteger;

/**
 * What an {@link Ff1} may be used for, settled when it is configured and not when a value comes by.
 *
 * <p>A domain, radix to the power of the least length, of fewer than 1,000,000 values is refused as
 * {@code token.ff1.small-domain}: whoever holds some pairs of a small domain can rebuild the rest (SP 800-38G
 * Rev. 1, second public draft of February 2025, section 5). So the last four digits of anything are never
 * enciphered alone.
 */
public final class Ff1Parameters {

    /** The least number of values. */
    public static final int DOMAIN_MIN = 1_000_000;

    /** The least number of values in the text of 2016, for test vectors of that time. */
    private static final int DOMAIN_MIN_2016 = 100;
    private static final int RADIX_MAX = 1 << 16;

    private final BlockCipher cipher;
    private final int radix;
    private final int lengthMin;
    private final int lengthMax;

    private Ff1Parameters(BlockCipher cipher, int radix, int lengthMin, int lengthMax) {
        this.cipher = cipher;
        this.radix = radix;
        this.lengthMin = lengthMin;
        this.lengthMax = lengthMax;
    }

    /**
     * Parameters for numeral strings of {@code lengthMin} to {@code lengthMax} numerals, each 0 to radix - 1.
     *
     * @param radix 2 to 65,536
     * @param lengthMin at least 2, and long enough for 1,000,000 values
     * @throws TokenRefused {@code token.ff1.radix}, {@code token.ff1.lengths} or {@code token.ff1.small-domain}
     */
    public static Ff1Parameters of(BlockCipher cipher, int radix, int lengthMin, int lengthMax) {
        return checked(cipher, radix, lengthMin, lengthMax, DOMAIN_MIN);
    }

    /** The same down to 100 values, for published test vectors. Nothing that protects a person may call this. */
    public static Ff1Parameters allowSmallDomain(BlockCipher cipher, int radix, int lengthMin, int lengthMax) {
        return checked(cipher, radix, lengthMin, lengthMax, DOMAIN_MIN_2016);
    }

    private static Ff1Parameters checked(BlockCipher cipher, int radix, int lengthMin, int lengthMax, int domainMin) {
        if (radix < 2 || radix > RADIX_MAX) {
            throw Reason.RADIX.refusal();
        }
        if (lengthMin < 2 || lengthMax < lengthMin) {
            throw Reason.LENGTHS.refusal();
        }
        // 20 numerals are a million values under any radix; a longer power need not be computed.
        if (lengthMin < 20 && BigInteger.valueOf(radix).pow(lengthMin).compareTo(BigInteger.valueOf(domainMin)) < 0) {
            throw Reason.SMALL_DOMAIN.refusal();
        }
        return new Ff1Parameters(cipher, radix, lengthMin, lengthMax);
    }

    public BlockCipher cipher() {
        return cipher;
    }

    public int radix() {
        return radix;
    }

    public int lengthMin() {
        return lengthMin;
    }

    public int lengthMax() {
        return lengthMax;
    }

    /** Refuses a number of numerals that the parameters do not cover. */
    void checkLength(int length) {
        if (length < lengthMin || length > lengthMax) {
            throw Reason.LENGTH.refusal();
        }
    }

    @Override
    public String toString() {
        return "FF1 with " + cipher + ", radix " + radix + ", " + lengthMin + " to " + lengthMax + " numerals"
                + (cipher.isStandardForFf1() ? "" : ", not a published standard");
    }
}
