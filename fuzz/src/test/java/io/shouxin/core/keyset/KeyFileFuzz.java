// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Trial;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Key files: what was changed, and what somebody who knows the passphrase may have written into one. The slow
 * way from passphrase to file key is left out wherever the file would take it.
 */
class KeyFileFuzz {

    private static final byte[] FILE_KEY = new byte[32];
    private static final byte[] HEADER = KeyFile.header(KeyFile.ITERATIONS_MIN, new byte[32], new byte[12]);
    private static final byte[] VALID = KeyFile.seal(new TreeMap<>(Map.of(
            1, SecretBytes.copyOf(new byte[32]), 3, SecretBytes.copyOf(new byte[32]))), HEADER, FILE_KEY);
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();

    static Stream<byte[]> seeds() {
        return Stream.of(VALID, plain(1, 1), plain(2, 1, 2), plain(2, 2, 1), plain(2, 1, 1), plain(0), plain(-1, 1));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void opensUnchangedAndInOneFormOnly(byte[] input) {
        file(input);
        file(Edits.apply(VALID, input));
        byte[] written = sealed(input);
        Trial.of(written.length, KeyDamaged.class, () -> KeyFile.open(written, FILE_KEY)).ifPresent(roots ->
                holds(Arrays.equals(KeyFile.seal(roots, HEADER, FILE_KEY), written), "a key file has one form"));
    }

    private static void file(byte[] bytes) {
        if (bytes.length >= KeyFile.HEADER_BYTES + 16) {
            holds(Trial.of(bytes.length, KeyDamaged.class, () -> KeyFile.open(bytes, FILE_KEY)).isEmpty()
                    || Arrays.equals(bytes, VALID), "a key file opens as it was written");
        }
        int iterations = bytes.length < 8 ? 0 : ByteBuffer.wrap(bytes).getInt(4);
        if (iterations < KeyFile.ITERATIONS_MIN || iterations > KeyFile.ITERATIONS_MAX) {
            holds(Trial.of(bytes.length, KeyDamaged.class, () -> KeyFile.read(bytes, PASSPHRASE)).isEmpty(),
                    "no file decides how long a start takes");
        }
    }

    private static byte[] plain(int count, int... versions) {
        ByteBuffer plain = ByteBuffer.allocate(2 + versions.length * 36).putShort((short) count);
        for (int version : versions) {
            plain.putInt(version).put(new byte[32]);
        }
        return plain.array();
    }

    private static byte[] sealed(byte[] plain) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(FILE_KEY, "AES"),
                    new GCMParameterSpec(128, new byte[12]));
            cipher.updateAAD(HEADER);
            byte[] box = cipher.doFinal(plain);
            return ByteBuffer.allocate(HEADER.length + box.length).put(HEADER).put(box).array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
