// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.BlindIndex;
import io.shouxin.core.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys that were used and closed, looked for in a dump of everything that the process can still reach. In a process
 * of its own, so that the dump is small and no other test's keys are in it.
 */
class KeysInMemoryTest {

    @Test
    void closedKeysAreReachableNoMore(@TempDir Path folder) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String bouncyCastle = Path.of(BouncyCastleProvider.class.getProtectionDomain().getCodeSource()
                .getLocation().getPath()).toString();
        Process process = new ProcessBuilder(java, "-Xmx128m", "-cp",
                "target/classes:target/test-classes:" + bouncyCastle,
                Program.class.getName(), folder.resolve("heap.hprof").toString()).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines()).as(printed).containsExactly("closed: 0 of 12", "held: 1 of 1");
    }

    /** Every way a key goes, in both suites. */
    static final class Program {

        private final List<byte[]> masked = new ArrayList<>();

        private Program() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            SmProvider.found();
            Program program = new Program();
            SecretBytes held = SecretBytes.random(32);
            byte[] heldMasked = mask(held);
            for (int i = 0; i < 50; i++) {
                program.masked.clear();
                for (Suite suite : Suite.values()) {
                    program.use(suite);
                }
            }
            dump(args[0]);
            byte[] heap = Files.readAllBytes(Path.of(args[0]));
            System.out.println("closed: " + program.masked.stream().filter(key -> isIn(heap, key)).count()
                    + " of " + program.masked.size());
            System.out.println("held: " + (isIn(heap, heldMasked) ? 1 : 0) + " of 1");
            held.close();
        }

        /** What can be reached only; with {@code -all} the garbage would be in it too. */
        private static void dump(String file) throws IOException, InterruptedException {
            Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(ProcessHandle.current().pid()), "GC.heap_dump", file)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            jcmd.waitFor();
        }

        private void use(Suite suite) {
            UUID customer = new UUID(1, 2);
            SecretBytes root = random();
            SecretBytes newRoot = random();
            SecretBytes named = random();
            Tables tables = Tables.plant(root, new long[] {1, 2, 300}, place -> suite);
            Puncture.of(1).run(tables, root, newRoot, suite);
            SecretBytes page = random();
            SecretBytes bytes = random();
            byte[] wrapped = KeyWrap.wrap(page, bytes, KeyPlace.customer(1), suite);
            try (SecretBytes unwrapped = KeyWrap.unwrap(page, wrapped, KeyPlace.customer(1));
                    CustomerKey key = CustomerKey.of(unwrapped); SecretBytes field = key.fieldKey(suite, "name")) {
                masked.add(mask(field));
                SealedRecord.empty().with(customer, "name", SecretText.of("x"), key, suite).open(customer, "name", key);
                key.ledgerReference(suite, customer);
            }
            KeyWrap.unwrapNamed(root, KeyWrap.wrapNamed(root, named, "x", suite), "x").close();
            Tokens.open(named, Tokens.token(named, "phone", customer, suite));
            BlindIndex.tag(named, "phone", SecretText.of("x"), suite);
            byte[] header = KeyFile.header(KeyFile.ITERATIONS_MIN, new byte[32], new byte[12]);
            byte[] fileKey = new byte[32];
            KeyFile.open(KeyFile.seal(new TreeMap<>(Map.of(1, root)), header, fileKey), fileKey)
                    .values().forEach(SecretBytes::close);
            List.of(root, newRoot, named, page, bytes).forEach(SecretBytes::close);
        }

        private SecretBytes random() {
            SecretBytes key = SecretBytes.random(32);
            masked.add(mask(key));
            return key;
        }

        /** Remembered so that the memory of it is not what is found. */
        private static byte[] mask(SecretBytes key) {
            byte[] plain = key.plain(PlainAccess.granted());
            for (int i = 0; i < plain.length; i++) {
                plain[i] ^= 0x55;
            }
            return plain;
        }

        private static boolean isIn(byte[] heap, byte[] masked) {
            for (int at = 0; at + masked.length <= heap.length; at++) {
                int same = 0;
                while (same < masked.length && heap[at + same] == (byte) (masked[same] ^ 0x55)) {
                    same++;
                }
                if (same == masked.length) {
                    return true;
                }
            }
            return false;
        }
    }
}
