// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.data.CheckDigits;
import io.shouxin.core.data.Iccid;
import io.shouxin.core.data.Imei;
import io.shouxin.core.data.Imsi;
import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.PhoneNumber;
import io.shouxin.core.data.ResidentId;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.token.TokenRefused.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The 16 bytes that a pseudonym enciphers, as two words: type, number of characters where it can vary, and the
 * value as a number of 112 bits. Values in the usual writing are read straight from their bytes; every other
 * writing goes through the value's own type, so that one value has one block however it is written.
 */
final class PseudonymBlock {

    private static final int TEXT_BYTES_MAX = 256;
    private static final long CHINA = 86_00_000_000_000L;
    private static final long MOBILE_MIN = 13_000_000_000L;
    private static final long MOBILE_MAX = 19_999_999_999L;
    private static final int ICCID_RADIX = 36;
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    /** The upper word of the last value read. */
    long high;
    /** Its lower word. */
    long low;

    /**
     * Reads a value in any writing that its type understands.
     *
     * @throws InvalidValue if the type refuses it
     * @throws TokenRefused {@code token.format} for an address or digits that are none
     */
    void read(PseudonymType type, byte[] text, int from, int to) {
        if (!quick(type, text, from, to)) {
            if (to - from > TEXT_BYTES_MAX) {
                throw Reason.FORMAT.refusal();
            }
            slow(type, new String(text, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private boolean quick(PseudonymType type, byte[] text, int from, int to) {
        int length = to - from;
        switch (type) {
            case MSISDN:
                return msisdn(text, length == 14 && text[from] == '+' ? from + 1 : from, to);
            case IMSI:
                return imsi(text, from, to);
            case IMEI:
                return imei(text, from, to);
            case DIGITS:
                long number = DigitText.number(text, from, to);
                set(type, length, number);
                return number >= 0;
            case ICCID, IPV4, IPV6, RESIDENT_ID:
                return false;
            default:
                throw new IllegalStateException("A type without a form.");
        }
    }

    private boolean msisdn(byte[] text, int from, int to) {
        int length = to - from;
        if (length != 11 && length != 13) {
            return false;
        }
        long number = DigitText.number(text, from, to);
        long national = length == 11 ? number : number - CHINA;
        set(PseudonymType.MSISDN, 0, national + CHINA);
        return national >= MOBILE_MIN && national <= MOBILE_MAX;
    }

    private boolean imsi(byte[] text, int from, int to) {
        // The first digits that Imsi takes without looking further.
        if (to - from != 15 || text[from] < '2' || text[from] == '8') {
            return false;
        }
        long number = DigitText.number(text, from, to);
        set(PseudonymType.IMSI, 15, number);
        return number >= 0;
    }

    private boolean imei(byte[] text, int from, int to) {
        // With a spare 0 at the end, as networks send it, there is no check digit to look at.
        if (to - from != 15 || text[to - 1] != '0') {
            return false;
        }
        long number = DigitText.number(text, from, to);
        set(PseudonymType.IMEI, 15, number / 10);
        return number >= 0;
    }

    private void slow(PseudonymType type, String raw) {
        PlainAccess access = PlainAccess.granted();
        switch (type) {
            case MSISDN -> set(type, 0, Long.parseLong(PhoneNumber.parse(raw).normal(access).substring(1)));
            case IMSI -> {
                String imsi = Imsi.parse(raw).normal(access);
                set(type, imsi.length(), Long.parseLong(imsi));
            }
            case IMEI -> {
                String imei = Imei.fromNetwork(raw).normal(access);
                set(type, imei.length(), Long.parseLong(imei.length() == 15 ? imei.substring(0, 14) : imei));
            }
            case ICCID -> {
                String iccid = Iccid.parse(raw).normal(access);
                BigInteger number = new BigInteger(iccid, ICCID_RADIX);
                set(type, iccid.length(), number.longValue());
                high |= number.shiftRight(64).longValue();
            }
            case IPV4 -> set(type, 0, IpAddress.version4(raw));
            case IPV6 -> {
                long[] words = IpAddress.version6(raw);
                high = words[0];
                low = words[1];
            }
            case RESIDENT_ID -> set(type, 0, Long.parseLong(ResidentId.parse(raw).normal(access).substring(0, 17)));
            case DIGITS -> throw Reason.FORMAT.refusal();
        }
    }

    private void set(PseudonymType type, int length, long number) {
        high = high(type, length);
        low = number;
    }

    static long high(PseudonymType type, int length) {
        return (long) type.code() << 56 | (long) length << 48;
    }

    /** The normal form that these words stand for; empty if no value has them. */
    static Optional<String> value(PseudonymType type, long high, long low) {
        if (type == PseudonymType.IPV6) {
            return Optional.of(IpAddress.version6(high, low));
        }
        int length = (int) (high >>> 48) & 255;
        BigInteger number = BigInteger.valueOf(high & (1L << 48) - 1).shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(low)));
        try {
            String value = written(type, length, number);
            byte[] text = value.getBytes(StandardCharsets.US_ASCII);
            PseudonymBlock again = new PseudonymBlock();
            again.read(type, text, 0, text.length);
            return again.high == high && again.low == low ? Optional.of(value) : Optional.empty();
        } catch (InvalidValue | TokenRefused | NumberFormatException noValue) {
            return Optional.empty();
        }
    }

    private static String written(PseudonymType type, int length, BigInteger number) {
        if (number.compareTo(WORD) >= 0 && type != PseudonymType.ICCID) {
            throw Reason.RANGE.refusal();
        }
        String digits = number.toString();
        return switch (type) {
            case MSISDN -> "+" + digits;
            case IMSI, DIGITS -> padded(digits, length);
            case IMEI -> length == 16 ? padded(digits, 16) : withCheckDigit(padded(digits, 14));
            case ICCID -> padded(number.toString(ICCID_RADIX).toUpperCase(Locale.ROOT), length);
            case IPV4 -> IpAddress.version4(number.longValue());
            case RESIDENT_ID -> residentId(padded(digits, 17));
            case IPV6 -> throw new IllegalStateException("An IPv6 address fills the block.");
        };
    }

    private static String withCheckDigit(String serial) {
        return Imei.fromNetwork(serial + "0").normal(PlainAccess.granted());
    }

    private static String residentId(String seventeen) {
        if (seventeen.length() != 17) {
            throw Reason.RANGE.refusal();
        }
        return seventeen + CheckDigits.residentIdCharacter(seventeen);
    }

    private static String padded(String digits, int length) {
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }
}
