// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.core.ledger.Findings.Position;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What anybody on the network may send a witness. */
class AddCheckpointFuzz {

    private static final Set<Integer> STATUSES = Set.of(200, 400, 403, 404, 409, 422);
    private static final Witness WITNESS = new Witness(List.of(SignedLog.KEY));
    private static final Position SEEN = new Position(3, SignedLog.checkpoint(3).root());
    private static final byte[] VALID = new AddCheckpoint(3, Tree.consistencyProof(3, 5, SignedLog.tiles()),
            SignedLog.note(5)).body();

    static Stream<byte[]> seeds() {
        return Stream.concat(Stream.of(VALID, new AddCheckpoint(0, List.of(), SignedLog.note(3)).body()),
                Seeds.of("old 0\n\n", "old 3\nAAAA\n\na\n3\n\n", "old 9223372036854775807\n\nb\n"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void neverCosignsWhatDoesNotContinue(byte[] input) {
        body(input);
        body(Edits.apply(VALID, input));
    }

    private static void body(byte[] bytes) {
        Trial.of(bytes.length, LedgerDamaged.class, () -> AddCheckpoint.parse(bytes)).ifPresent(asked ->
                holds(Arrays.equals(asked.body(), bytes), "a request has one form"));
        Witness.Ruling ruling = Trial.always(bytes.length, () -> WITNESS.rule(bytes, origin -> SEEN));
        holds(STATUSES.contains(ruling.status()), "an answer is one of the protocol's");
        if (ruling instanceof Witness.Cosign cosign) {
            long size = cosign.seen().size();
            holds(size == 3 || size == 5, "a size is cosigned that the log signed");
            holds(cosign.text().equals(SignedLog.checkpoint((int) size).text()), "the text is the one signed");
            holds(WITNESS.origin(bytes).isPresent(), "whose state to lock is known before it is replaced");
        }
    }
}
