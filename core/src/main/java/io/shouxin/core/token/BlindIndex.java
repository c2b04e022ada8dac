// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.keyset.SuiteUnavailable;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tags for exact search in sealed values. Without the index key a tag says nothing; but equal values
 * have equal tags, so a field whose values repeat (sex, status, a common name) gives them away by
 * frequency and must not be indexed alone. With the index key, every phone number there is can be
 * tried in minutes: the key is worth as much as the values.
 */
public final class BlindIndex {

    /** Length of a tag. */
    public static final int TAG_BYTES = 16;

    private static final byte FORMAT = 1;
    private static final int KEY_BYTES_MIN = 32;

    private BlindIndex() {}

    /** The 16-byte tag of a value by suite AES. */
    public static byte[] tag(SecretBytes indexKey, String field, SecretText normal) {
        return tag(indexKey, field, normal, Suite.AES);
    }

    /**
     * The 16-byte tag of a value.
     *
     * @param indexKey at least 32 random bytes, kept for one field and one epoch
     * @param normal the value in the normal form of its type; other writings give other tags
     * @param suite the tag does not carry it: whoever stores tags stores it with the epoch
     * @throws SuiteUnavailable if no provider has the suite
     */
    public static byte[] tag(SecretBytes indexKey, String field, SecretText normal, Suite suite) {
        if (indexKey.length() < KEY_BYTES_MIN) {
            throw new IllegalStateException("An index key has at least 32 bytes.");
        }
        byte[] name = FieldName.required(field).getBytes(US_ASCII);
        byte[] value = normal.plain(PlainAccess.granted()).getBytes(UTF_8);
        byte[] framed = ByteBuffer.allocate(2 + 2 + name.length + 4 + value.length)
                .put(FORMAT)
                .put(suite.code())
                .putShort((short) name.length)
                .put(name)
                .putInt(value.length)
                .put(value)
                .array();
        try {
            return Arrays.copyOf(suite.mac(indexKey, framed), TAG_BYTES);
        } finally {
            Arrays.fill(value, (byte) 0);
            Arrays.fill(framed, (byte) 0);
        }
    }
}
