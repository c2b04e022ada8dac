// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Public keys and trust policies that somebody pastes. */
class TrustFuzz {

    private static final String LOG = "log " + SignedLog.KEY + "\n";
    private static final byte[] SIGNED = SignedLog.note(5);

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.texts("ledger/receipt.json", "vkey"), Seeds.of(
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", LOG + "quorum none\n",
                LOG + "witness w example.com/w+00000000+BAAA\ngroup g all w\nquorum g\n", "quorum none\n", "#\n"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void isTakenInOneSpellingAndNeverCountsWithoutItsQuorum(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Trial.of(input.length, LedgerRefused.class, () -> VerifierKey.parse(text)).ifPresent(key -> {
            holds(key.toString().equals(text), "a key has one spelling");
            holds(key.equals(SignedLog.KEY) || !key.verifies(new byte[] {1}, new byte[64]),
                    "a key takes no signature of zeros");
        });
        policy(input);
        policy((LOG + text + "\nquorum none\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void policy(byte[] file) {
        Trial.of(file.length, PolicyRefused.class, () -> TrustPolicy.parse(file)).ifPresent(policy ->
                Trial.of(SIGNED.length, LedgerDamaged.class, () -> policy.standing(SIGNED)).ifPresent(standing -> {
                    holds(policy.logs().stream().anyMatch(log -> log.key().equals(SignedLog.KEY)),
                            "only a log of the policy is believed");
                    holds(standing.cosigned().isEmpty(), "nobody cosigned, and nobody is said to have");
                    String text = new String(file, StandardCharsets.ISO_8859_1);
                    holds(!standing.counts() || text.matches("(?s).*quorum[ \\t]+none.*"),
                            "without cosignatures only the policy that asks for none is content");
                }));
    }
}
