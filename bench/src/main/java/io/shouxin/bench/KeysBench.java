// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.keyset.Puncture;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.security.Security;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Erasing from the key tree, and suite SM beside suite AES. */
final class KeysBench {

    private static final List<Integer> TREES = List.of(10_000, 100_000, 1_000_000);
    private static final List<Integer> ERASED = List.of(1, 1_000);
    private static final int VALUES = 200;
    private static final int WARM_UPS = 2;
    private static final long SEED = 13;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private final UUID customer = new UUID(1, 2);
    private final CustomerKey key = CustomerKey.random();
    private final SecretBytes page = SecretBytes.random(32);
    private final SecretBytes wrappedKey = SecretBytes.random(32);
    private final SecretText value = SecretText.of("+8616400000007");

    private KeysBench() {}

    /** Writes {@code puncture} and {@code keys} into the folder of the first argument. */
    public static void main(String[] args) throws IOException {
        Security.addProvider(new BouncyCastleProvider());
        int rounds = Integer.getInteger("bench.rounds", 9);
        puncture(rounds).write(Path.of(args[0]));
        new KeysBench().suites(rounds).write(Path.of(args[0]));
    }

    private static Results puncture(int rounds) throws IOException {
        Results results = new Results("puncture", "Erasing customers from the key tree, one thread, in memory",
                Machine.facts("dense trees, random slots; median of at most " + rounds
                        + " erasures in a row from one tree, processor time of the thread; without a database, "
                        + "which reads and writes as many keys"));
        int most = Integer.getInteger("bench.rows", TREES.get(TREES.size() - 1));
        for (Suite suite : Suite.values()) {
            for (int customers : TREES.stream().filter(tree -> tree <= most).toList()) {
                for (int erased : ERASED) {
                    // Half of the tree stays, and random slots that are not taken yet are found at once.
                    int turns = Math.min(rounds, customers / (2 * erased) - WARM_UPS);
                    results.add(row(suite, customers, erased, turns));
                }
            }
        }
        return results;
    }

    private static Map<String, Object> row(Suite suite, int customers, int erased, int rounds) {
        Random random = new Random(SEED);
        SecretBytes root = SecretBytes.random(32);
        KeysInMemory tree = KeysInMemory.plant(root, customers, suite);
        double[] seconds = new double[rounds];
        Puncture.Work work = null;
        // The first are for the compiler. Every erasure takes slots of its own, spread over the tree.
        long[] all = random.longs(0, customers).distinct().limit((long) erased * (rounds + WARM_UPS)).toArray();
        for (int round = -WARM_UPS; round < rounds; round++) {
            int from = (round + WARM_UPS) * erased;
            Puncture puncture = Puncture.of(Arrays.copyOfRange(all, from, from + erased));
            SecretBytes newRoot = SecretBytes.random(32);
            tree.clearCounts();
            long begin = THREAD.getCurrentThreadCpuTime();
            Puncture.Work done = puncture.run(tree, root, newRoot, suite);
            if (round >= 0) {
                seconds[round] = (THREAD.getCurrentThreadCpuTime() - begin) / 1e9;
                work = done;
            }
            root.close();
            root = newRoot;
        }
        Arrays.sort(seconds);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("suite", suite.name());
        row.put("customers", (long) customers);
        row.put("erased", (long) erased);
        row.put("fresh node keys", work.replaced());
        row.put("rewraps", work.kept());
        row.put("bytes read", tree.bytesRead());
        row.put("bytes written", tree.bytesWritten());
        row.put("seconds", Results.figure(seconds[rounds / 2]));
        row.put("microseconds a wrap", Results.figure(seconds[rounds / 2] * 1e6 / work.wraps()));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    private Results suites(int rounds) throws IOException {
        Results results = new Results("keys", "Suite SM beside suite AES, one thread",
                Machine.facts("one value of 14 bytes, one key of 32; median of " + rounds
                        + " turns; processor time of the thread; SM4 and SM3 by Bouncy Castle "
                        + new BouncyCastleProvider().getVersionStr()));
        Turns turns = new Turns();
        for (Suite suite : Suite.values()) {
            SealedRecord sealed = SealedRecord.empty().with(customer, "phone", value, key, suite);
            byte[] wrapped = KeyWrap.wrap(page, wrappedKey, KeyPlace.customer(7), suite);
            turns.add("seal a field, " + suite, () -> repeat(
                    () -> SealedRecord.empty().with(customer, "phone", value, key, suite).version("phone")));
            turns.add("open a field, " + suite, () -> repeat(
                    () -> sealed.open(customer, "phone", key).isEmpty() ? 1 : 0));
            turns.add("wrap a key, " + suite, () -> repeat(
                    () -> KeyWrap.wrap(page, wrappedKey, KeyPlace.customer(7), suite)[9]));
            turns.add("unwrap a key, " + suite, () -> repeat(
                    () -> KeyWrap.unwrap(page, wrapped, KeyPlace.customer(7)).length()));
        }
        Map<String, Double> times = turns.nanoseconds(rounds, VALUES);
        times.forEach((step, nanoseconds) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("step", step);
            row.put("ns", Results.figure(nanoseconds));
            row.put("x AES", Results.figure(nanoseconds
                    / times.get(step.substring(0, step.indexOf(',')) + ", " + Suite.AES)));
            row.put("load average", Results.figure(Machine.load()));
            results.add(row);
        });
        return results;
    }

    private static long repeat(Turns.Step step) {
        long sum = 0;
        for (int i = 0; i < VALUES; i++) {
            sum += step.run();
        }
        return sum;
    }
}
