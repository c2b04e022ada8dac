// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.Gcm;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * One value, sealed.
 *
 * @param version 1 or more
 * @param box nonce, ciphertext and tag; nobody changes it after it was made
 */
record SealedField(Suite suite, int version, byte[] box) {

    static final int NONCE_BYTES = Gcm.NONCE_BYTES;

    private static final byte FORMAT = 1;
    private static final int TAG_BYTES = Gcm.TAG_BYTES;
    private static final int LENGTH_BYTES = 2;
    /** A name of three characters, a phone number and a date of birth all look alike. */
    private static final int BLOCK_BYTES = 16;

    static boolean isBoxLength(int length) {
        int padded = length - NONCE_BYTES - TAG_BYTES;
        return padded >= BLOCK_BYTES && padded % BLOCK_BYTES == 0
                && padded <= paddedLength(SealedRecord.VALUE_BYTES_MAX);
    }

    static SealedField seal(Suite suite, FieldPlace place, SecretText value, CustomerKey key, byte[] nonce) {
        byte[] plain = padded(value);
        try (SecretBytes fieldKey = key.fieldKey(suite, place.field())) {
            byte[] body = Gcm.seal(suite, fieldKey, nonce, associatedData(suite, place), plain);
            byte[] box = ByteBuffer.allocate(NONCE_BYTES + body.length).put(nonce).put(body).array();
            return new SealedField(suite, place.version(), box);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    SecretText open(FieldPlace place, CustomerKey key) {
        byte[] nonce = Arrays.copyOf(box, NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(box, NONCE_BYTES, box.length);
        byte[] plain;
        try (SecretBytes fieldKey = key.fieldKey(suite, place.field())) {
            plain = Gcm.open(suite, fieldKey, nonce, associatedData(suite, place), body)
                    .orElseThrow(() -> new SealDamaged(SealDamaged.FIELD));
        }
        try {
            return unpadded(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] associatedData(Suite suite, FieldPlace place) {
        byte[] name = place.ascii();
        return ByteBuffer.allocate(2 + 16 + name.length + 4)
                .put(FORMAT)
                .put(suite.code())
                .putLong(place.customer().getMostSignificantBits())
                .putLong(place.customer().getLeastSignificantBits())
                .put(name)
                .putInt(place.version())
                .array();
    }

    private static byte[] padded(SecretText value) {
        ByteBuffer text;
        try {
            // A new encoder reports half of a surrogate pair, which getBytes would turn into "?".
            text = UTF_8.newEncoder().encode(CharBuffer.wrap(value.plain(PlainAccess.granted())));
        } catch (CharacterCodingException e) {
            throw new SealRefused(SealRefused.NOT_UNICODE);
        }
        int length = text.remaining();
        try {
            if (length > SealedRecord.VALUE_BYTES_MAX) {
                throw new SealRefused(SealRefused.TOO_LONG);
            }
            return ByteBuffer.allocate(paddedLength(length)).putShort((short) length).put(text).array();
        } finally {
            Arrays.fill(text.array(), (byte) 0);
        }
    }

    private static SecretText unpadded(byte[] plain) {
        int length = Short.toUnsignedInt(ByteBuffer.wrap(plain).getShort());
        if (plain.length != paddedLength(length)) {
            throw new SealDamaged(SealDamaged.FIELD);
        }
        for (int i = LENGTH_BYTES + length; i < plain.length; i++) {
            if (plain[i] != 0) {
                throw new SealDamaged(SealDamaged.FIELD);
            }
        }
        try {
            return SecretText.of(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(plain, LENGTH_BYTES, length)).toString());
        } catch (CharacterCodingException e) {
            throw new SealDamaged(SealDamaged.FIELD);
        }
    }

    private static int paddedLength(int valueBytes) {
        return (LENGTH_BYTES + valueBytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }
}
