// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Receipts that somebody brings. */
class TlogProofFuzz {

    private static final int INDEX = 3;
    private static final byte[] LEAF = SignedLog.LEAVES.get(INDEX);
    private static final byte[] VALID = new TlogProof(Optional.of(new byte[] {1, 2, 3}), INDEX,
            Tree.inclusionProof(INDEX, 5, SignedLog.tiles()), SignedLog.note(5)).text();

    static Stream<byte[]> seeds() {
        return Stream.concat(Stream.of(VALID), Seeds.texts("ledger/receipt.json", "receipt"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void provesThePlaceItWasMadeForOrNothing(byte[] input) {
        proof(input);
        proof(Edits.apply(VALID, input));
    }

    private static void proof(byte[] bytes) {
        Trial.of(bytes.length, LedgerDamaged.class, () -> TlogProof.parse(bytes)).ifPresent(proof -> {
            holds(Arrays.equals(proof.text(), bytes), "a receipt has one form");
            Trial.of(bytes.length, LedgerDamaged.class, () -> proof.verify(LEAF, SignedLog.KEY))
                    .ifPresent(checkpoint -> {
                        holds(proof.index() == INDEX, "an entry is proved at its own place only");
                        holds(Arrays.equals(checkpoint.root(), SignedLog.checkpoint((int) checkpoint.size()).root()),
                                "an entry is proved under a signed root only");
                    });
        });
    }
}
