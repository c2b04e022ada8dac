// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.token.BlockCipher;
import io.shouxin.core.token.Ff1;
import io.shouxin.core.token.Ff1Batch;
import io.shouxin.core.token.Ff1Parameters;

import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** FF1 of 11 digits with AES-256: the batch, single values, Bouncy Castle, and ten AES blocks a value. */
final class Ff1Bench {

    private static final int DIGITS = 11;
    private static final int VALUES = 10_000;
    private static final int BLOCKS = 512;
    private static final int ROUNDS_OF_FF1 = 10;
    private static final byte[] TWEAK = {1, 2, 3, 4, 5, 6, 7, 8};

    private final byte[] key = new byte[32];
    private final long[] values;
    private final byte[][] digits = new byte[VALUES][DIGITS];

    private Ff1Bench() {
        Random random = new Random(11);
        random.nextBytes(key);
        values = random.longs(VALUES, 0, 100_000_000_000L).toArray();
        for (int i = 0; i < VALUES; i++) {
            long rest = values[i];
            for (int at = DIGITS - 1; at >= 0; at--) {
                digits[i][at] = (byte) (rest % 10);
                rest /= 10;
            }
        }
    }

    /** Writes {@code ff1} into the folder of the first argument. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = Integer.getInteger("bench.rounds", 9);
        Results results = new Results("ff1", "FF1 of 11 digits, AES-256, one thread", Machine.facts(VALUES
                + " numbers under one tweak of 8 bytes; median of " + rounds + " turns; processor time of the thread"));
        Map<String, Double> times = new Ff1Bench().turns().nanoseconds(rounds, VALUES);
        double bound = times.get("ten AES blocks");
        times.forEach((step, nanoseconds) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("step", step);
            row.put("ns a value", Results.figure(nanoseconds));
            row.put("x Bouncy Castle", Results.figure(times.get("Bouncy Castle") / nanoseconds));
            row.put("share of the AES bound", Results.figure(bound / nanoseconds));
            row.put("load average", Results.figure(Machine.load()));
            results.add(row);
        });
        results.write(Path.of(args[0]));
    }

    private Turns turns() throws GeneralSecurityException {
        Ff1 ff1 = Ff1.of(Ff1Parameters.of(BlockCipher.AES_256, 10, DIGITS, DIGITS), SecretBytes.copyOf(key));
        Ff1Batch batch = ff1.batch(DIGITS, TWEAK);
        FPEFF1Engine peer = new FPEFF1Engine();
        peer.init(true, new FPEParameters(new KeyParameter(key), 10, TWEAK));
        check(batch, peer);
        long[] work = values.clone();
        int[] numerals = new int[DIGITS];
        byte[] out = new byte[DIGITS];
        Turns turns = new Turns();
        turns.add("batch, encipher", () -> {
            batch.encryptDeterministically(work, 0, VALUES);
            return work[0];
        });
        turns.add("batch, decipher", () -> {
            batch.decrypt(work, 0, VALUES);
            return work[0];
        });
        turns.add("one by one", () -> {
            for (byte[] one : digits) {
                for (int i = 0; i < DIGITS; i++) {
                    numerals[i] = one[i];
                }
                out[0] += (byte) ff1.encryptDeterministically(numerals, TWEAK)[0];
            }
            return out[0];
        });
        turns.add("Bouncy Castle", () -> {
            for (byte[] one : digits) {
                peer.processBlock(one, 0, DIGITS, out, 0);
            }
            return out[0];
        });
        turns.add("ten AES blocks", blocks());
        return turns;
    }

    private Turns.Step blocks() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] in = new byte[16 * BLOCKS];
        byte[] out = new byte[16 * BLOCKS];
        return () -> {
            try {
                for (int left = VALUES * ROUNDS_OF_FF1; left > 0; left -= BLOCKS) {
                    cipher.update(in, 0, 16 * Math.min(BLOCKS, left), out, 0);
                }
                return out[0];
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /** A rate of wrong answers would be none. */
    private void check(Ff1Batch batch, FPEFF1Engine peer) {
        long[] ours = values.clone();
        batch.encryptDeterministically(ours, 0, VALUES);
        byte[] theirs = new byte[DIGITS];
        for (int i = 0; i < VALUES; i++) {
            peer.processBlock(digits[i], 0, DIGITS, theirs, 0);
            long number = 0;
            for (byte digit : theirs) {
                number = number * 10 + digit;
            }
            if (number != ours[i]) {
                throw new IllegalStateException("Not measured: the two do not agree.");
            }
        }
    }
}
