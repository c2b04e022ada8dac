// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.release.Noise;
import io.shouxin.core.release.PrivacyBudget;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Noise on single values that comes out the same when the run is repeated: it is drawn from a stream under a key of
 * release and recipient, with column, person and value as the seed. Fresh noise would average away over runs; a seed
 * without the value would let two runs with different values be subtracted. The budget of a value is one epsilon, and
 * a person's values add up.
 */
final class ValueNoise {

    private static final String LABEL = "shouxin/1 noise ";
    private static final int DIGITS_MAX = 18;

    private final Mac mac;
    private final byte[] column;
    private final Technique.Noisy noisy;

    ValueNoise(String column, Technique.Noisy noisy, SecretBytes releaseKey, String recipient) {
        this.column = column.getBytes(UTF_8);
        this.noisy = noisy;
        try (SecretBytes key = Hkdf.expand(releaseKey, LABEL + FieldName.required(recipient), 32)) {
            byte[] plain = key.plain(PlainAccess.granted());
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(plain, "HmacSHA256"));
            Arrays.fill(plain, (byte) 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", e);
        }
    }

    String of(String value, String person) {
        String digits = value.startsWith("-") ? value.substring(1) : value;
        if (digits.isEmpty() || digits.length() > DIGITS_MAX || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw CellRefused.Reason.NUMBER.refusal();
        }
        long number = Math.max(noisy.low(), Math.min(noisy.high(), Long.parseLong(value)));
        Noise noise = Noise.of(PrivacyBudget.of(noisy.epsilon(), BigDecimal.ZERO), new Stream(seed(person, number)));
        return Long.toString(noise.geometric(number, noisy.high() - noisy.low(), noisy.epsilon()));
    }

    private byte[] seed(String person, long number) {
        byte[] whose = person.getBytes(UTF_8);
        mac.update(ByteBuffer.allocate(8).putInt(column.length).putInt(whose.length).array());
        mac.update(column);
        mac.update(whose);
        return mac.doFinal(ByteBuffer.allocate(8).putLong(number).array());
    }

    /** AES-256 in counter mode. */
    private static final class Stream implements RandomGenerator {

        private static final int BYTES = 256;

        private final Cipher cipher;
        private ByteBuffer drawn = ByteBuffer.allocate(0);

        Stream(byte[] seed) {
            try {
                cipher = Cipher.getInstance("AES/CTR/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"),
                        new IvParameterSpec(new byte[16]));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has AES in counter mode.", e);
            }
        }

        @Override
        public long nextLong() {
            if (!drawn.hasRemaining()) {
                drawn = ByteBuffer.wrap(cipher.update(new byte[BYTES]));
            }
            return drawn.getLong();
        }

        /** Written out, because the JDK may draw otherwise in another version, and noise has to come out the same. */
        @Override
        public long nextLong(long bound) {
            long drawn63 = nextLong() >>> 1;
            long number = drawn63 % bound;
            // The last, incomplete stretch of numbers is drawn anew.
            while (drawn63 - number + (bound - 1) < 0) {
                drawn63 = nextLong() >>> 1;
                number = drawn63 % bound;
            }
            return number;
        }

        @Override
        public boolean nextBoolean() {
            return nextLong() < 0;
        }
    }
}
