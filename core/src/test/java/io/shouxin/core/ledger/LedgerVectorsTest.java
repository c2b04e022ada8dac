// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.Flip;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** testdata/ledger: a second reading of the formats says of entries and receipts what the vectors say. */
class LedgerVectorsTest {

    private static final String VKEY = Vectors.ledger("receipt.json").text("vkey");

    static Stream<Vectors.Case> entries() {
        return Vectors.cases("entry.json");
    }

    static Stream<Vectors.Case> receipts() {
        return Vectors.cases("receipt.json");
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entriesAreThoseOfASecondReading(Vectors.Case vector) {
        byte[] entry = vector.utf8("entry");
        assertThat(SmallLedger.isEntry(entry)).isEqualTo(vector.isValid());
        if (vector.isValid()) {
            assertThat(SmallTree.leaf(entry)).isEqualTo(vector.hex("leaf"));
        }
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void receiptsProveWhatASecondReadingSays(Vectors.Case vector) {
        assertThat(SmallLedger.proves(vector.utf8("receipt"), vector.utf8("entry"), VKEY))
                .isEqualTo(vector.isValid());
    }

    /** Both readings of the same bytes, one bit beside the vectors. */
    @ParameterizedTest
    @ValueSource(longs = {81, 82})
    void bothReadingsRefuseAlike(long seed) {
        Random random = new Random(seed);
        Vectors.Case vector = receipts().toList().get(random.nextInt(3));
        byte[] receipt = vector.utf8("receipt");
        byte[] entry = vector.utf8("entry");
        for (int i = 0; i < 400; i++) {
            byte[] bad = Flip.bit(receipt, random.nextInt(receipt.length * 8));
            assertThat(SmallLedger.proves(bad, entry, VKEY)).isEqualTo(ours(bad, entry)).isFalse();
            byte[] other = Flip.bit(entry, random.nextInt(entry.length * 8));
            assertThat(SmallLedger.isEntry(other)).as(Arrays.toString(other)).isEqualTo(isOurs(other));
        }
    }

    private static boolean ours(byte[] receipt, byte[] entry) {
        try {
            TlogProof.parse(receipt).verify(Hashes.leaf(entry), VerifierKey.parse(VKEY));
            return true;
        } catch (LedgerDamaged refused) {
            return false;
        }
    }

    private static boolean isOurs(byte[] entry) {
        try {
            return Entry.read(entry).bytes().length == entry.length;
        } catch (LedgerDamaged refused) {
            return false;
        }
    }
}
