// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;

import javax.crypto.Mac;

/**
 * One-time codes by time: RFC 6238 with its defaults (HMAC-SHA-1, 30 seconds, six digits), because common
 * authenticator apps read no others. HMAC does not rest on SHA-1 resisting collisions (RFC 6194 3.3).
 *
 * <p>Written here and not taken from a library: it is ten lines over the JDK's HMAC, and a library would
 * want the secret as a plain key that nobody can wipe.
 */
final class Totp {

    static final Duration STEP = Duration.ofSeconds(30);
    /** RFC 4226 section 4, R6, recommends 160 bits. */
    static final int SECRET_BYTES = 20;
    static final int DIGITS = 6;

    /** One step to each side: a clock that is 30 seconds off, or a slow hand (RFC 6238 section 5.2). */
    private static final int STEPS_ASIDE = 1;
    private static final int MODULUS = 1_000_000;
    private static final String ALGORITHM = "HmacSHA1";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BASE32_BITS = 5;

    private Totp() {}

    /** The number of the 30 seconds in which this moment lies. */
    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /** The code of one step, six digits (RFC 4226 section 5.3). */
    static String code(SecretBytes secret, long step) {
        byte[] hash;
        try (SecretBytes.Key key = secret.key(ALGORITHM, PlainAccess.granted())) {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-1.", absent);
        }
        int offset = hash[hash.length - 1] & 0xF;
        int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        String digits = Integer.toString(number % MODULUS);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The latest step around now whose code this is; every step is worked out, so that time tells nothing. */
    static OptionalLong stepOf(SecretBytes secret, String code, Instant now) {
        OptionalLong found = OptionalLong.empty();
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        for (long step = step(now) - STEPS_ASIDE; step <= step(now) + STEPS_ASIDE; step++) {
            byte[] right = code(secret, step).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(typed, right)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The secret as apps take it: RFC 4648 base 32. 160 bits are 32 characters, with none over. */
    static String text(SecretBytes secret) {
        byte[] plain = secret.plain(PlainAccess.granted());
        try {
            StringBuilder text = new StringBuilder();
            int held = 0;
            int bits = 0;
            for (byte one : plain) {
                held = held << Byte.SIZE | one & 0xFF;
                bits += Byte.SIZE;
                while (bits >= BASE32_BITS) {
                    bits -= BASE32_BITS;
                    text.append(BASE32.charAt(held >>> bits & BASE32.length() - 1));
                }
                held &= (1 << bits) - 1;
            }
            return text.toString();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
