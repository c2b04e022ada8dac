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
 * Pseudonyms for many values, of any types together: {@link #add} them, {@link #encryptDeterministically} all
 * with one call of the cipher (and one more if there are IPv6 addresses, which have their own key), then take
 * them by the index that {@code add} gave. {@link #clear} makes room for the next ones without a new object.
 * Not for use by several threads at once.
 */
public final class PseudonymBatch {

    /** Characters of a pseudonym's text. */
    public static final int TEXT_LENGTH = 2 + Base32.LENGTH;
    /** Bytes of a pseudonym without its type. */
    public static final int BLOCK_BYTES = BlockCipher.BLOCK_BYTES;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final PseudonymType[] TYPES = PseudonymType.values();

    private final Cipher cipher;
    private final Cipher version6;
    private final int capacity;
    private final byte[] types;
    private final byte[] plain;
    private final byte[] blocks;
    private final PseudonymBlock block = new PseudonymBlock();
    private int size;
    private int version6Count;
    private boolean enciphered;

    PseudonymBatch(Cipher cipher, Cipher version6, int capacity) {
        this.cipher = cipher;
        this.version6 = version6;
        this.capacity = capacity;
        types = new byte[capacity];
        plain = new byte[capacity * BLOCK_BYTES];
        blocks = new byte[capacity * BLOCK_BYTES];
    }

    public int capacity() {
        return capacity;
    }

    /** How many values were added since the last {@link #clear}. */
    public int size() {
        return size;
    }

    /** Forgets all values, the plain ones by overwriting them. */
    public void clear() {
        Arrays.fill(plain, 0, size * BLOCK_BYTES, (byte) 0);
        size = 0;
        version6Count = 0;
        enciphered = false;
    }

    /**
     * Adds a value in any writing that its type understands.
     *
     * @return its index, from 0 on
     * @throws InvalidValue if the type refuses the value, which is not added then
     * @throws TokenRefused {@code token.format} for an address or digits that are none;
     *     {@code token.batch-full} beyond the capacity or after the batch was enciphered
     */
    public int add(PseudonymType type, byte[] text, int from, int to) {
        if (size == capacity || enciphered) {
            throw Reason.BATCH_FULL.refusal();
        }
        block.read(type, text, from, to);
        LONG.set(plain, BLOCK_BYTES * size, block.high);
        LONG.set(plain, BLOCK_BYTES * size + 8, block.low);
        types[size] = (byte) type.ordinal();
        if (type == PseudonymType.IPV6) {
            version6Count++;
        }
        return size++;
    }

    /** The same for a text. */
    public int add(PseudonymType type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(type, bytes, 0, bytes.length);
    }

    /** Turns all values into pseudonyms; equal values under one key into equal ones. */
    public void encryptDeterministically() {
        if (enciphered) {
            return;
        }
        BlockCipher.blocks(cipher, plain, BLOCK_BYTES * size, blocks);
        if (version6Count > 0) {
            version6();
        }
        enciphered = true;
    }

    private void version6() {
        byte[] in = new byte[BLOCK_BYTES * version6Count];
        byte[] out = new byte[in.length];
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (type(i) == PseudonymType.IPV6) {
                System.arraycopy(plain, BLOCK_BYTES * i, in, at, BLOCK_BYTES);
                at += BLOCK_BYTES;
            }
        }
        BlockCipher.blocks(version6, in, in.length, out);
        for (int i = size - 1; i >= 0; i--) {
            if (type(i) == PseudonymType.IPV6) {
                at -= BLOCK_BYTES;
                System.arraycopy(out, at, blocks, BLOCK_BYTES * i, BLOCK_BYTES);
            }
        }
    }

    /** The pseudonym as text: the type's letter, version 1, and 26 characters. */
    public String text(int index) {
        byte[] text = new byte[TEXT_LENGTH];
        writeText(index, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Writes the text's {@link #TEXT_LENGTH} ASCII characters from {@code to[at]} on. */
    public void writeText(int index, byte[] to, int at) {
        int start = start(index);
        to[at] = (byte) type(index).letter();
        to[at + 1] = Pseudonyms.VERSION;
        Base32.encode((long) LONG.get(blocks, start), (long) LONG.get(blocks, start + 8), to, at + 2);
    }

    /** Writes the {@link #BLOCK_BYTES} bytes without type and version, for binary columns. */
    public void writeBlock(int index, byte[] to, int at) {
        System.arraycopy(blocks, start(index), to, at, BLOCK_BYTES);
    }

    private int start(int index) {
        if (!enciphered || index < 0 || index >= size) {
            throw new IllegalStateException("There is no pseudonym of this index yet.");
        }
        return BLOCK_BYTES * index;
    }

    private PseudonymType type(int index) {
        return TYPES[types[index]];
    }
}
