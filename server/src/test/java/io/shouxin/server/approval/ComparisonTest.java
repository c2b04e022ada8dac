// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.approval.Comparison.AboutCustomer;
import io.shouxin.server.approval.Comparison.Work;

import org.junit.jupiter.api.Test;

import java.util.Collections;

/** The middle of the peers, and from how many on there is one. */
class ComparisonTest {

    @Test
    void takesTheMiddleWhateverTheOrder() {
        assertThat(Comparison.median(9, 0, 2)).isEqualTo(2);
        assertThat(Comparison.median(9, 0, 2, 3)).isEqualTo(2.5);
        assertThat(Comparison.median(7)).isEqualTo(7);
        assertThat(Comparison.median()).isZero();
    }

    @Test
    void comparesFromFivePeersOn() {
        AboutCustomer none = new AboutCustomer(false, 0, 0, 0);
        assertThat(Comparison.of(Work.NONE, Collections.nCopies(4, Work.NONE), none).compares()).isFalse();
        assertThat(Comparison.of(Work.NONE, Collections.nCopies(5, Work.NONE), none).compares()).isTrue();
    }
}
