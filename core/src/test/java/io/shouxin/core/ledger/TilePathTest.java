// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TilePathTest {

    static Stream<Vectors.Case> cases() {
        return Vectors.cases("tile-path.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesOneSpellingOnly(Vectors.Case vector) {
        String text = vector.text("path");
        if (!vector.isValid()) {
            assertThatThrownBy(() -> TilePath.parse(text)).isInstanceOf(LedgerRefused.class)
                    .hasMessage("ledger.tile-path");
            return;
        }
        int level = vector.number("level");
        TilePath path = level < 0 ? TilePath.entries(vector.number("n"), vector.number("width"))
                : TilePath.hashes(level, vector.number("n"), vector.number("width"));
        assertThat(TilePath.parse(text)).isEqualTo(path).hasToString(text).hasSameHashCodeAs(path);
        assertThat(path.isEntries()).isEqualTo(level < 0);
        assertThat(path.isFull()).isEqualTo(vector.number("width") == 256);
    }

    @Test
    void knowsWhichTilesASizeImplies() {
        assertThat(TilePath.partials(70_000)).extracting(TilePath::toString)
                .containsExactly("tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1");
        assertThat(TilePath.partials(256)).extracting(TilePath::toString).containsExactly("tile/1/000.p/1");
        assertThat(TilePath.partials(0)).isEmpty();
        assertThat(TilePath.width(0, 272, 70_000)).isEqualTo(256);
        assertThat(TilePath.width(0, 273, 70_000)).isEqualTo(112);
        assertThat(TilePath.width(0, 274, 70_000)).isZero();
        assertThat(TilePath.width(2, 0, 70_000)).isEqualTo(1);
        assertThat(TilePath.width(3, 0, 70_000)).isZero();
        assertThat(TilePath.width(8, 0, Long.MAX_VALUE)).isZero();
    }

    @Test
    void answersOnlyWhatIsInTheTree() {
        assertThat(TilePath.parse("tile/0/273.p/112").isWithin(70_000)).isTrue();
        assertThat(TilePath.parse("tile/0/273.p/7").isWithin(70_000)).isTrue();
        assertThat(TilePath.parse("tile/0/273.p/113").isWithin(70_000)).isFalse();
        assertThat(TilePath.parse("tile/entries/273").isWithin(70_000)).isFalse();
        assertThat(TilePath.parse("tile/entries/272").isWithin(70_000)).isTrue();
        assertThat(TilePath.parse("tile/63/000.p/1").isWithin(Long.MAX_VALUE)).isFalse();
        // 256 hashes a tile, counted in 64 bits: tile 2^56 would begin at 0 again, and 2^55 below it.
        assertThat(TilePath.entries(1L << 56, 256).isWithin(70_000)).isFalse();
        assertThat(TilePath.entries(1L << 55, 256).isWithin(Long.MAX_VALUE)).isFalse();
        assertThat(TilePath.hashes(0, (1L << 55) - 1, 255).isWithin(Long.MAX_VALUE)).isTrue();
        assertThat(TilePath.hashes(0, (1L << 55) - 1, 256).isWithin(Long.MAX_VALUE)).isFalse();
    }
}
