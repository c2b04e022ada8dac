// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBundleTest {

    @Test
    void write_framesWithTwoBytes() {
        byte[] large = new byte[65_535];
        byte[] bundle = EntryBundle.write(List.of(new byte[] {7, 8}, new byte[0], large));
        byte[] start = {0, 2, 7, 8, 0, 0, -1, -1};
        assertThat(bundle).startsWith(start).hasSize(2 + 2 + 2 + 2 + 65_535);
        assertThat(EntryBundle.read(bundle)).containsExactly(new byte[] {7, 8}, new byte[0], large);
    }

    @Test
    void write_whatCannotBeFramed() {
        assertThatThrownBy(() -> EntryBundle.write(List.of(new byte[65_536])))
                .isInstanceOf(LedgerRefused.class);
        assertThatThrownBy(() -> EntryBundle.write(List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> EntryBundle.write(Collections.nCopies(257, new byte[1])))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void read_brokenFrames() {
        byte[] bundle = EntryBundle.write(Collections.nCopies(256, new byte[] {1}));
        assertThat(EntryBundle.read(bundle)).hasSize(256);
        byte[] longer = Arrays.copyOf(bundle, bundle.length + 2);
        assertThatThrownBy(() -> EntryBundle.read(longer)).isInstanceOf(LedgerDamaged.class);
        for (int cut : new int[] {1, 2}) {
            byte[] shorter = Arrays.copyOf(bundle, bundle.length - cut);
            assertThatThrownBy(() -> EntryBundle.read(shorter)).hasMessage("ledger.bundle.broken");
        }
    }
}
