// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrapped keys, as somebody with the database in hand may leave them. */
class KeyWrapFuzz {

    private static final SecretBytes KEK = SecretBytes.copyOf(new byte[32]);
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPlace PLACE = new KeyPlace(0, 77);
    private static final byte[] WRAPPED = KeyWrap.wrap(KEK, SecretBytes.copyOf(SECRET), PLACE);
    private static final byte[] NAMED = KeyWrap.wrapNamed(KEK, SecretBytes.copyOf(SECRET), "index/phone/1");

    static Stream<byte[]> seeds() {
        return Stream.concat(Stream.of(WRAPPED, NAMED), Seeds.hex("keyset/vectors.json", "wrapped"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void opensUnchangedAtItsOwnPlaceOnly(byte[] input) {
        key(input);
        key(Edits.apply(WRAPPED, input));
        key(Edits.apply(NAMED, input));
    }

    private static void key(byte[] bytes) {
        Trial.of(bytes.length, KeyDamaged.class, () -> KeyWrap.unwrap(KEK, bytes, PLACE)).ifPresent(key ->
                holds(Arrays.equals(bytes, WRAPPED) && Arrays.equals(key.plain(PlainAccess.granted()), SECRET),
                        "a key opens as it was wrapped"));
        Trial.of(bytes.length, KeyDamaged.class, () -> KeyWrap.unwrapNamed(KEK, bytes, "index/phone/1"))
                .ifPresent(key -> holds(
                        Arrays.equals(bytes, NAMED) && Arrays.equals(key.plain(PlainAccess.granted()), SECRET),
                        "a secret opens as it was wrapped"));
        holds(Trial.of(bytes.length, KeyDamaged.class, () -> KeyWrap.unwrap(KEK, bytes, new KeyPlace(0, 78)))
                .isEmpty(), "no key opens at another place");
        holds(Trial.of(bytes.length, KeyDamaged.class, () -> KeyWrap.unwrapNamed(KEK, bytes, "index/phone/2"))
                .isEmpty(), "no secret opens under another name");
    }
}
