// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileGrowthTest {

    @Test
    void grow_from0to70000() {
        LogFixture log = LogFixture.of(70_000);
        Map<Integer, Long> perLevel = TileGrowth.grow(0, log, LogFixture.leaves(0, 70_000)).tiles().stream()
                .collect(Collectors.groupingBy(Tile::level, Collectors.counting()));
        assertThat(perLevel).isEqualTo(Map.of(0, 274L, 1, 2L, 2, 1L));
        assertThat(log.tiles.get("0/272")).hasSize(8192);
        assertThat(log.tiles.get("0/273")).hasSize(112 * 32);
        assertThat(log.tiles.get("1/0")).hasSize(8192);
        assertThat(log.tiles.get("1/1")).hasSize(17 * 32);
        assertThat(log.tiles.get("2/0")).hasSize(32);
        assertThat(log.root).isEqualTo(NaiveTree.root(LogFixture.leaves(0, 70_000)));
    }

    @Test
    void grow_toExactly256() {
        List<Tile> tiles = TileGrowth.grow(0, new LogFixture(), LogFixture.leaves(0, 256)).tiles();
        assertThat(tiles).extracting(tile -> tile.path().toString())
                .containsExactly("tile/0/000", "tile/1/000.p/1");
        assertThat(tiles.get(1).hashes()).isEqualTo(NaiveTree.root(LogFixture.leaves(0, 256)));
    }

    @Test
    void grow_byNothing() {
        LogFixture log = LogFixture.of(300);
        TileGrowth growth = TileGrowth.grow(300, log, List.of());
        assertThat(growth.tiles()).isEmpty();
        assertThat(growth.size()).isEqualTo(300);
        assertThat(growth.root()).isEqualTo(log.root);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void grow_inAnySteps(long seed) {
        Random random = new Random(seed);
        LogFixture stepwise = new LogFixture();
        while (stepwise.entries.size() < 3_000) {
            stepwise.append(1 + random.nextInt(random.nextBoolean() ? 4 : 700));
            assertThat(stepwise.root).isEqualTo(Tree.root(stepwise.entries.size(), stepwise));
        }
        LogFixture whole = LogFixture.of(stepwise.entries.size());
        assertThat(stepwise.root).isEqualTo(whole.root);
        assertThat(stepwise.tiles.keySet()).isEqualTo(whole.tiles.keySet());
        assertThat(stepwise.tiles).allSatisfy((place, hashes) -> assertThat(hashes)
                .isEqualTo(whole.tiles.get(place)));
    }

    @Test
    void grow_readsTheRightEdgeOnly() {
        LogFixture log = LogFixture.of(66_000);
        TileGrowth.grow(66_000, (level, n, width) -> {
            assertThat(TilePath.partials(66_000)).contains(TilePath.hashes(level, n, width));
            return Arrays.copyOf(log.tile(level, n, width), width * Hashes.SIZE);
        }, LogFixture.leaves(66_000, 66_300));
    }
}
