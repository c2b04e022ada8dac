// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.BlindIndex;
import io.shouxin.core.token.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A program without a provider of SM4: in a process of its own, since a provider once found is kept. */
class SuiteAbsentTest {

    private static final UUID CUSTOMER = new UUID(1, 2);

    @Test
    void saysWhatIsMissingAndNamesNoDamage() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Xshare:auto", "-cp", "target/classes:target/test-classes",
                SuiteAbsentTest.class.getName() + "$Program").redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines()).hasSize(9).allMatch(line -> line.endsWith(": as it should"), printed);
    }

    /** Every way into the suite. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            SecretBytes key = SecretBytes.random(32);
            CustomerKey customer = CustomerKey.random();
            SealedRecord aes = SealedRecord.empty().with(CUSTOMER, "name", SecretText.of("x"), customer);
            byte[] bytes = aes.bytes();
            bytes[8] = 2;
            SealedRecord sm = SealedRecord.read(bytes);
            byte[] wrapped = KeyWrap.wrap(key, SecretBytes.random(32), KeyPlace.customer(1));
            wrapped[1] = 2;
            print("available", !Suite.SM.isAvailable() && Suite.AES.isAvailable());
            print("token", Tokens.open(key, "phone:200000000000000000000000000").isEmpty());
            refused("seal", () -> aes.with(CUSTOMER, "name", SecretText.of("y"), customer, Suite.SM));
            refused("open", () -> sm.open(CUSTOMER, "name", customer));
            refused("reseal", () -> aes.resealed(CUSTOMER, customer, Suite.SM));
            refused("wrap", () -> KeyWrap.wrap(key, SecretBytes.random(32), KeyPlace.customer(1), Suite.SM));
            refused("unwrap", () -> KeyWrap.unwrap(key, wrapped, KeyPlace.customer(1)));
            refused("tag", () -> BlindIndex.tag(key, "phone", SecretText.of("x"), Suite.SM));
            refused("derive", () -> Hkdf.expand(Suite.SM, key, "label", 16));
        }

        private static void refused(String name, Runnable step) {
            try {
                step.run();
                print(name, false);
            } catch (SuiteUnavailable refused) {
                print(name, refused.suite() == Suite.SM && refused.key().equals("keys.suite.unavailable")
                        && refused.getMessage().contains("Security.addProvider"));
            }
        }

        private static void print(String name, boolean asItShould) {
            System.out.println(name + (asItShould ? ": as it should" : ": WRONG"));
        }
    }
}
