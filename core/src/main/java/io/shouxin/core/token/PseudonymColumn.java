// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.token.TokenRefused.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * The pseudonyms of a whole column of one type, the quickest way for call records: numbers in, blocks out, one
 * call of the cipher for each 512 values, nothing allocated. They are the same pseudonyms as those of
 * {@link PseudonymBatch}. Not for use by several threads at once.
 *
 * <p>The number of a value, as {@link #number} reads it:
 * <ul>
 * <li>MSISDN: the digits of E.164, country code first; 1,000,000 to 10^15 - 1
 * <li>IMSI: the 15 digits; 2 * 10^14 to 10^15 - 1
 * <li>IMEI: the first 14 digits, without check digit; below 10^14
 * <li>IPv4: the address; below 2^32
 * </ul>
 */
public final class PseudonymColumn {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int CAPACITY = 512;
    private static final int BLOCK = BlockCipher.BLOCK_BYTES;

    private final Cipher cipher;
    private final PseudonymType type;
    private final long min;
    private final long max;
    private final byte[] plain = new byte[CAPACITY * BLOCK];
    private final byte[] blocks = new byte[CAPACITY * BLOCK];
    private final PseudonymBlock single = new PseudonymBlock();
    private final long high;

    PseudonymColumn(Cipher cipher, PseudonymType type) {
        this.cipher = cipher;
        this.type = type;
        switch (type) {
            case MSISDN -> {
                min = 1_000_000;
                max = 999_999_999_999_999L;
            }
            case IMSI -> {
                min = 200_000_000_000_000L;
                max = 999_999_999_999_999L;
            }
            case IMEI -> {
                min = 0;
                max = 99_999_999_999_999L;
            }
            case IPV4 -> {
                min = 0;
                max = 0xFFFF_FFFFL;
            }
            default -> throw Reason.FORMAT.refusal();
        }
        high = PseudonymBlock.high(type, type == PseudonymType.IMSI || type == PseudonymType.IMEI ? 15 : 0);
        for (int k = 0; k < CAPACITY; k++) {
            LONG.set(plain, BLOCK * k, high);
        }
    }

    /**
     * The number of a value in any writing that its type understands.
     *
     * @throws InvalidValue if the type refuses the value
     * @throws TokenRefused {@code token.format} for an address that is none, and for the rare values (an IMSI of
     *     14 digits or of a test network, an IMEISV) that only {@link PseudonymBatch} takes
     */
    public long number(byte[] text, int from, int to) {
        single.read(type, text, from, to);
        if (single.high != high) {
            throw Reason.FORMAT.refusal();
        }
        return single.low;
    }

    /**
     * Writes the pseudonyms of {@code numbers[from]} to {@code numbers[to - 1]}, 16 bytes each, from
     * {@code to16[at]} on.
     *
     * @throws TokenRefused {@code token.value-out-of-range}; nothing is written then
     */
    public void encryptDeterministically(long[] numbers, int from, int to, byte[] to16, int at) {
        for (int i = from; i < to; i++) {
            if (numbers[i] < min || numbers[i] > max) {
                throw Reason.RANGE.refusal();
            }
        }
        for (int start = from; start < to; start += CAPACITY) {
            int count = Math.min(CAPACITY, to - start);
            for (int k = 0; k < count; k++) {
                LONG.set(plain, BLOCK * k + 8, numbers[start + k]);
            }
            BlockCipher.blocks(cipher, plain, BLOCK * count, blocks);
            System.arraycopy(blocks, 0, to16, at + BLOCK * (start - from), BLOCK * count);
        }
    }

    /** Writes the text of a pseudonym in {@link PseudonymBatch#TEXT_LENGTH} ASCII characters. */
    public void writeText(byte[] block16, int blockAt, byte[] to, int at) {
        to[at] = (byte) type.letter();
        to[at + 1] = Pseudonyms.VERSION;
        Base32.encode((long) LONG.get(block16, blockAt), (long) LONG.get(block16, blockAt + 8), to, at + 2);
    }

    /** The text of a pseudonym of this column. */
    public String text(byte[] block16, int blockAt) {
        byte[] text = new byte[PseudonymBatch.TEXT_LENGTH];
        writeText(block16, blockAt, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Overwrites the plain numbers that are left in the working memory. */
    public void wipe() {
        for (int k = 0; k < CAPACITY; k++) {
            LONG.set(plain, BLOCK * k + 8, 0L);
        }
        Arrays.fill(blocks, (byte) 0);
    }
}
