// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths that anybody may ask a log for. */
class TilePathFuzz {

    private static final long[] SIZES = {0, 1, 255, 256, 257, 70_000, 1L << 40, Long.MAX_VALUE};

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.texts("ledger/tile-path.json", "path"), Seeds.of("tile/0/000",
                "tile/63/x999/x999/x999/x999/x999/999.p/255", "tile/0/x072/x057/x594/x037/x927/936"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void hasOneSpellingAndNamesNothingBeyondTheTree(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Trial.of(input.length, LedgerRefused.class, () -> TilePath.parse(text)).ifPresent(path -> {
            holds(path.toString().equals(text), "a path has one spelling");
            holds(path.equals(path.isEntries() ? TilePath.entries(path.n(), path.width())
                    : TilePath.hashes(path.level(), path.n(), path.width())), "a path is what its parts say");
            for (long size : SIZES) {
                holds(path.isWithin(size) == isThere(path, size), "a path is within a tree that has all of it");
            }
        });
    }

    /** By numbers without end: the last hash of the tile exists where the tree has what is below it. */
    private static boolean isThere(TilePath path, long size) {
        BigInteger last = BigInteger.valueOf(path.n()).multiply(BigInteger.valueOf(Tile.WIDTH))
                .add(BigInteger.valueOf(path.width()));
        return last.shiftLeft(8 * path.level()).compareTo(BigInteger.valueOf(size)) <= 0;
    }
}
