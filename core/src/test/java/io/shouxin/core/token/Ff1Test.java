// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.math.BigInteger;
import java.security.Security;
import java.util.Random;
import java.util.stream.LongStream;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ff1Test {

    private static final byte[] NO_TWEAK = {};

    @ParameterizedTest
    @EnumSource(BlockCipher.class)
    void agreesWithBouncyCastle(BlockCipher cipher) {
        withSm4(() -> {
            Random random = new Random(cipher.ordinal());
            int[] radices = {2, 3, 10, 16, 26, 36, 62, 255, 256};
            for (int i = 0; i < 400; i++) {
                SecretBytes key = key(random, cipher);
                int radix = radices[random.nextInt(radices.length)];
                int length = least(radix) + random.nextInt(60);
                byte[] tweak = bytes(random, random.nextInt(40));
                int[] plain = random.ints(length, 0, radix).toArray();
                Ff1 ff1 = Ff1.of(Ff1Parameters.of(cipher, radix, 20, 100), key);
                if (length < 20) {
                    ff1 = Ff1.of(Ff1Parameters.of(cipher, radix, length, length), key);
                }
                int[] enciphered = ff1.encryptDeterministically(plain, tweak);
                assertThat(enciphered).isEqualTo(judge(cipher, key, radix, tweak, plain));
                assertThat(ff1.decrypt(enciphered, tweak)).isEqualTo(plain);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 10, 824, 7720, 65_535, 65_536})
    void batchAgreesWithSingleValues(int radix) {
        Random random = new Random(radix);
        int longest = 1;
        while (BigInteger.valueOf(radix).pow(longest + 1).bitLength() <= 63) {
            longest++;
        }
        for (int length = least(radix); length <= longest; length++) {
            SecretBytes key = key(random, BlockCipher.AES_256);
            Ff1 ff1 = Ff1.of(Ff1Parameters.of(BlockCipher.AES_256, radix, length, length), key);
            byte[] tweak = bytes(random, random.nextInt(40));
            Ff1Batch batch = ff1.batch(length, tweak);
            long[] plain = random.longs(1200, 0, batch.domain()).toArray();
            plain[0] = 0;
            plain[1] = batch.domain() - 1;
            long[] values = plain.clone();
            batch.encryptDeterministically(values, 0, values.length);
            for (int i = 0; i < values.length; i += 97) {
                assertThat(values[i]).as("radix %d, length %d, value %d", radix, length, i).isEqualTo(
                        number(ff1.encryptDeterministically(numerals(plain[i], radix, length), tweak), radix));
            }
            batch.decrypt(values, 0, values.length);
            assertThat(values).isEqualTo(plain);
        }
    }

    @Test
    void tweakedBatchAgreesWithSingleTweaks() {
        Random random = new Random(8);
        Ff1 ff1 = decimal(8, 8);
        Ff1TweakedBatch batch = ff1.tweakedBatch(8);
        long[] plain = random.longs(700, 0, batch.domain()).toArray();
        long[] tweaks = random.longs(700).toArray();
        long[] values = plain.clone();
        batch.encryptDeterministically(values, tweaks, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            byte[] tweak = java.nio.ByteBuffer.allocate(8).putLong(tweaks[i]).array();
            assertThat(values[i]).isEqualTo(
                    number(ff1.encryptDeterministically(numerals(plain[i], 10, 8), tweak), 10));
        }
        batch.decrypt(values, tweaks, 0, values.length);
        assertThat(values).isEqualTo(plain);
    }

    /** A whole small domain, which only a test may have: each string comes out once. */
    @Test
    void isAPermutation() {
        Ff1 ff1 = Ff1.of(Ff1Parameters.allowSmallDomain(BlockCipher.AES_128, 10, 3, 3), SecretBytes.random(16));
        long[] all = LongStream.range(0, 1000).toArray();
        ff1.batch(3, NO_TWEAK).encryptDeterministically(all, 0, all.length);
        assertThat(LongStream.of(all).sorted()).containsExactly(LongStream.range(0, 1000).boxed().toArray(Long[]::new));
    }

    @Test
    void batchLeavesTheRestAloneAndAllWhenOneIsRefused() {
        Ff1Batch batch = decimal(6, 6).batch(6, NO_TWEAK);
        long[] values = {1, 2, 3, 4};
        batch.encryptDeterministically(values, 1, 3);
        assertThat(values[0]).isEqualTo(1);
        assertThat(values[3]).isEqualTo(4);
        assertThat(values[1]).isNotEqualTo(2);
        for (long wrong : new long[] {-1, 1_000_000, Long.MIN_VALUE}) {
            long[] mixed = {7, wrong};
            refused("token.value-out-of-range", () -> batch.encryptDeterministically(mixed, 0, 2));
            refused("token.value-out-of-range", () -> batch.decrypt(mixed, 0, 2));
            assertThat(mixed).containsExactly(7, wrong);
        }
    }

    @Test
    void dependsOnKeyAndTweak() {
        int[] plain = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1};
        Ff1 ff1 = decimal(11, 11);
        assertThat(ff1.encryptDeterministically(plain, NO_TWEAK))
                .isEqualTo(ff1.encryptDeterministically(plain, NO_TWEAK))
                .isNotEqualTo(ff1.encryptDeterministically(plain, new byte[1]))
                .isNotEqualTo(Ff1.of(ff1.parameters(), SecretBytes.random(32))
                        .encryptDeterministically(plain, NO_TWEAK));
    }

    @Test
    void refusesSmallDomainsByName() {
        refused("token.ff1.small-domain", () -> Ff1Parameters.of(BlockCipher.AES_256, 10, 4, 11));
        refused("token.ff1.small-domain", () -> Ff1Parameters.of(BlockCipher.AES_256, 10, 5, 5));
        refused("token.ff1.small-domain", () -> Ff1Parameters.of(BlockCipher.AES_256, 2, 19, 19));
        refused("token.ff1.small-domain", () -> Ff1Parameters.of(BlockCipher.AES_256, 999, 2, 2));
        refused("token.ff1.small-domain", () -> Ff1Parameters.allowSmallDomain(BlockCipher.AES_256, 9, 2, 2));
        assertThat(Ff1Parameters.of(BlockCipher.AES_256, 10, 6, 6).lengthMin()).isEqualTo(6);
        assertThat(Ff1Parameters.of(BlockCipher.AES_256, 2, 20, 20).radix()).isEqualTo(2);
        assertThat(Ff1Parameters.of(BlockCipher.AES_256, 1000, 2, 2).lengthMax()).isEqualTo(2);
    }

    @Test
    void refusesMisuseByName() {
        refused("token.ff1.radix", () -> Ff1Parameters.of(BlockCipher.AES_256, 1, 20, 20));
        refused("token.ff1.radix", () -> Ff1Parameters.of(BlockCipher.AES_256, 65_537, 20, 20));
        refused("token.ff1.lengths", () -> Ff1Parameters.of(BlockCipher.AES_256, 65_536, 1, 20));
        refused("token.ff1.lengths", () -> Ff1Parameters.of(BlockCipher.AES_256, 10, 8, 7));
        Ff1 ff1 = decimal(6, 30);
        refused("token.ff1.length", () -> ff1.encryptDeterministically(new int[5], NO_TWEAK));
        refused("token.ff1.length", () -> ff1.decrypt(new int[31], NO_TWEAK));
        refused("token.ff1.length", () -> ff1.batch(31, NO_TWEAK));
        refused("token.ff1.numeral", () -> ff1.encryptDeterministically(new int[] {1, 2, 3, 4, 5, 10}, NO_TWEAK));
        refused("token.ff1.numeral", () -> ff1.decrypt(new int[] {1, 2, -3, 4, 5, 6}, NO_TWEAK));
        refused("token.ff1.batch-too-wide", () -> ff1.batch(19, NO_TWEAK));
        refused("token.cipher.key-length", () -> Ff1.of(ff1.parameters(), SecretBytes.random(16)));
    }

    @Test
    void saysThatSm4IsNoStandardAndThatTheJdkLacksIt() {
        Ff1Parameters sm4 = Ff1Parameters.of(BlockCipher.SM4, 10, 6, 6);
        assertThat(sm4.cipher().isStandardForFf1()).isFalse();
        assertThat(sm4).asString().contains("not a published standard");
        assertThat(Ff1Parameters.of(BlockCipher.AES_256, 10, 6, 6)).asString().doesNotContain("published");
        refused("token.cipher.no-provider", () -> Ff1.of(sm4, SecretBytes.random(16)));
    }

    @Test
    void remaindersAreExact() {
        Random random = new Random(96);
        for (int i = 0; i < 200_000; i++) {
            long value = 2 + (random.nextLong() >>> 8 + random.nextInt(55));
            Modulus modulus = new Modulus(value);
            long high = random.nextInt(4) == 0 ? 0xFFFFFFFFL : random.nextLong() >>> 32;
            long low = random.nextInt(4) == 0 ? -1 - random.nextInt(2) : random.nextLong();
            assertThat(modulus.of64(low)).isEqualTo(Long.remainderUnsigned(low, value));
            assertThat(modulus.quotient(low >>> 1)).isEqualTo((low >>> 1) / value);
            BigInteger both = BigInteger.valueOf(high).shiftLeft(64)
                    .add(new BigInteger(Long.toUnsignedString(low)));
            assertThat(modulus.of96(high, low)).isEqualTo(both.mod(BigInteger.valueOf(value)).longValue());
        }
    }

    private static Ff1 decimal(int lengthMin, int lengthMax) {
        return Ff1.of(Ff1Parameters.of(BlockCipher.AES_256, 10, lengthMin, lengthMax), SecretBytes.random(32));
    }

    private static void refused(String key, org.assertj.core.api.ThrowableAssert.ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOf(TokenRefused.class).hasMessage(key);
    }

    private static void withSm4(Runnable step) {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        Security.addProvider(provider);
        try {
            step.run();
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    private static int least(int radix) {
        int length = 2;
        while (BigInteger.valueOf(radix).pow(length).compareTo(BigInteger.valueOf(1_000_000)) < 0) {
            length++;
        }
        return length;
    }

    private static SecretBytes key(Random random, BlockCipher cipher) {
        return SecretBytes.copyOf(bytes(random, cipher.keyBytes()));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static int[] judge(BlockCipher cipher, SecretBytes key, int radix, byte[] tweak, int[] plain) {
        FPEFF1Engine engine = new FPEFF1Engine(
                cipher == BlockCipher.SM4 ? new SM4Engine() : AESEngine.newInstance());
        KeyParameter parameter = new KeyParameter(key.plain(PlainAccess.granted()));
        engine.init(true, new FPEParameters(parameter, radix, tweak));
        byte[] in = new byte[plain.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = (byte) plain[i];
        }
        byte[] out = new byte[in.length];
        engine.processBlock(in, 0, in.length, out, 0);
        int[] numerals = new int[out.length];
        for (int i = 0; i < out.length; i++) {
            numerals[i] = Byte.toUnsignedInt(out[i]);
        }
        return numerals;
    }

    private static int[] numerals(long number, int radix, int length) {
        int[] numerals = new int[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            numerals[i] = (int) (rest % radix);
            rest /= radix;
        }
        return numerals;
    }

    private static long number(int[] numerals, int radix) {
        long number = 0;
        for (int numeral : numerals) {
            number = number * radix + numeral;
        }
        return number;
    }
}
