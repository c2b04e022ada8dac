// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClassTreeTest {

    private static final List<DataClass> LEAVES = ClassTree.defaults();

    @Test
    void codesAreUniqueAndInOrder() {
        assertThat(LEAVES).extracting(DataClass::code).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void everyLeafIsComplete() {
        assertThat(LEAVES).allSatisfy(leaf -> {
            assertThat(leaf.level()).isBetween(1, 4);
            assertThat(leaf.zh()).isNotBlank();
            assertThat(leaf.en()).isNotBlank();
            assertThat(ClassTree.groups()).extracting(ClassGroup::code).contains(leaf.group());
            assertThat(ClassTree.find(leaf.code())).contains(leaf);
        });
    }

    @Test
    void onlyThePublishedLevelIsConfirmed() {
        assertThat(LEAVES).filteredOn(DataClass::confirmed)
                .extracting(DataClass::code).containsExactly("A1-1");
        assertThat(ClassTree.find("A1-1").orElseThrow().level()).isEqualTo(3);
    }

    @Test
    void everyFamilyAndBudgetHasAClass() {
        assertThat(LEAVES).extracting(DataClass::family).contains(Family.values());
        assertThat(LEAVES).extracting(DataClass::budget).containsOnly(
                Budget.TRACK_CONTENT_CREDIT_PROPERTY, Budget.CDR_LODGING_HEALTH_TRANSACTION, Budget.OTHER);
    }

    @Test
    void insidersReachTheThresholdAtHalf() {
        assertThat(List.of(Budget.values())).extracting(Budget::insiderItems).containsExactly(25, 250, 2500, 2500);
    }

    @Test
    void anUnknownCodeIsNoClass() {
        assertThat(ClassTree.find("Z9")).isEmpty();
        assertThat(ClassTree.defaults()).allMatch(Objects::nonNull);
    }
}
