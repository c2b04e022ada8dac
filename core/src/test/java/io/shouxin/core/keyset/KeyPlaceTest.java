// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPlaceTest {

    @Test
    void leadsFromTheRootNodeToACustomer() {
        assertThat(KeyPlace.customer(0x01020304L).path()).containsExactly(
                new KeyPlace(4, 0), new KeyPlace(3, 0x01), new KeyPlace(2, 0x0102),
                new KeyPlace(1, 0x010203), new KeyPlace(0, 0x01020304));
        assertThat(KeyPlace.ROOT_KEY.path()).isEmpty();
    }

    @Test
    void everyPlaceOfThePathIsTheParentOfTheNext() {
        KeyPlace above = KeyPlace.ROOT_KEY;
        for (KeyPlace place : KeyPlace.customer(0xFFFF_FFFFL).path()) {
            assertThat(place.parent()).isEqualTo(above);
            assertThat(place.childIndex()).isEqualTo(place.level() == 4 ? 0 : 255);
            above = place;
        }
    }

    @Test
    void everyPlaceIsTheChildThatItSays() {
        for (KeyPlace place : KeyPlace.customer(0xFE02_0304L).path()) {
            assertThat(place.parent().child(place.childIndex())).isEqualTo(place);
        }
        assertThatIllegalStateException().isThrownBy(() -> KeyPlace.ROOT_KEY.child(1));
        assertThatIllegalStateException().isThrownBy(() -> KeyPlace.customer(1).child(0));
        assertThatIllegalStateException().isThrownBy(() -> new KeyPlace(1, 0).child(256));
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "6,0", "0,-1", "0,4294967296", "1,16777216", "2,65536", "3,256", "4,1", "5,1"})
    void refusesPlacesOutsideTheTree(int level, long position) {
        assertThatIllegalStateException().isThrownBy(() -> new KeyPlace(level, position));
    }

    @Test
    void theRootKeyHasNoParent() {
        assertThatIllegalStateException().isThrownBy(KeyPlace.ROOT_KEY::parent);
    }
}
