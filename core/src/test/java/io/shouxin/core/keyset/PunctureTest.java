// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.seal.SealDamaged;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A copy of all tables is taken, customers are erased, the old root version is destroyed. Then, with every key
 * that still exists, no erased customer in the copy opens, and each other one does.
 */
class PunctureTest {

    private static final Function<KeyPlace, Suite> AES = place -> Suite.AES;
    private static final Function<KeyPlace, Suite> SM = place -> Suite.SM;
    private static final Function<KeyPlace, Suite> MIXED =
            place -> (place.position() + place.level()) % 3 == 0 ? Suite.SM : Suite.AES;

    private SecretBytes root = SecretBytes.random(32);

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    static Stream<Arguments> trees() {
        return Stream.of(
                Arguments.of("1, AES", dense(1), AES, Suite.AES, new long[] {0}),
                Arguments.of("1, SM", dense(1), SM, Suite.SM, new long[] {0}),
                Arguments.of("256, AES", dense(256), AES, Suite.AES, new long[] {255}),
                Arguments.of("256, all but one", dense(256), AES, Suite.AES, LongStream.range(1, 256).toArray()),
                Arguments.of("257, AES", dense(257), AES, Suite.AES, new long[] {256}),
                Arguments.of("257, SM", dense(257), SM, Suite.SM, new long[] {0, 255, 256}),
                Arguments.of("257, mixed to SM", dense(257), MIXED, Suite.SM, new long[] {7}),
                Arguments.of("257, SM to AES", dense(257), SM, Suite.AES, new long[] {7, 256}),
                Arguments.of("65,537, AES", dense(65_537), AES, Suite.AES, new long[] {65_536}),
                Arguments.of("65,537, SM", dense(65_537), SM, Suite.SM, new long[] {300}),
                Arguments.of("65,537, mixed to SM", dense(65_537), MIXED, Suite.SM, new long[] {0, 300, 301, 65_535}),
                Arguments.of("1,000,000, AES", dense(1_000_000), AES, Suite.AES, new long[] {777_777}),
                Arguments.of("both ends of the tree, mixed to AES",
                        new long[] {0, 0x0102_0304L, 0x0102_0305L, 0x0102_0404L, 0x0103_0304L, 0x0202_0304L,
                            0xFFFF_FF00L, 0xFFFF_FFFFL}, MIXED, Suite.AES, new long[] {0x0102_0304L, 0xFFFF_FFFFL}));
    }

    private static long[] dense(int count) {
        return LongStream.range(0, count).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trees")
    void erasesFromTheCopyTooAndNobodyElse(
            String name, long[] slots, Function<KeyPlace, Suite> suites, Suite suite, long[] erased) {
        Tables tables = Tables.plant(root, slots, suites);
        Tables copy = tables.copy();
        SecretBytes newRoot = SecretBytes.random(32);
        Puncture puncture = Puncture.of(erased);
        Puncture.Work planned = puncture.count(tables);
        assertThat(puncture.run(tables, root, newRoot, suite)).isEqualTo(planned);
        assertThat(planned.erased()).isEqualTo(erased.length);
        assertThat(planned.absent()).isZero();
        for (long slot : erased) {
            assertThat(opensFromTheTop(copy, root, slot)).as("while the old root version exists").isTrue();
        }
        root.close();
        root = null;

        Map<KeyPlace, SecretBytes> nodeKeys = tables.open(newRoot);
        byte[] customerKeys = tables.openCustomers(nodeKeys);
        othersOpen(copy, tables, customerKeys, erased);
        Set<KeyPlace> paths = new HashSet<>();
        Arrays.stream(erased).forEach(slot -> paths.addAll(KeyPlace.customer(slot).path()));
        theCopyGivesNoOtherKeys(copy, nodeKeys, paths);
        for (long slot : erased) {
            noNodeKeyOpens(copy, slot, nodeKeys);
        }
        noCustomerKeyOpens(copy, erased[0], customerKeys);
    }

    private static boolean opensFromTheTop(Tables tables, SecretBytes root, long slot) {
        SecretBytes key = root;
        for (KeyPlace place : KeyPlace.customer(slot).path()) {
            key = KeyWrap.unwrap(key, tables.wrapped(place), place);
        }
        return opens(tables, Arrays.binarySearch(tables.slots, slot), key);
    }

    private static boolean opens(Tables tables, int index, SecretBytes customerKey) {
        try (CustomerKey key = CustomerKey.of(customerKey)) {
            long slot = tables.slots[index];
            return tables.record(index).open(Tables.id(slot), Tables.FIELD, key)
                    .equals(SecretText.of(Long.toString(slot)));
        } catch (SealDamaged refused) {
            return false;
        }
    }

    /** Each one, with the key that the tables of today give: it opens the value in the copy. */
    private static void othersOpen(Tables copy, Tables tables, byte[] customerKeys, long[] erased) {
        LongAdder opened = new LongAdder();
        copy.forEachPage((page, from, to) -> {
            for (int i = from; i < to; i++) {
                boolean isErased = Arrays.binarySearch(erased, copy.slots[i]) >= 0;
                assertThat(tables.has(i)).isEqualTo(!isErased);
                if (!isErased) {
                    assertThat(opens(copy, i, SecretBytes.copyOf(customerKeys, i * 32, 32))).isTrue();
                    opened.increment();
                }
            }
        });
        assertThat(opened.sum()).isEqualTo(copy.slots.length - erased.length);
    }

    /** What of the copy's nodes opens are the keys that the tables of today have as well, so that nothing follows. */
    private static void theCopyGivesNoOtherKeys(
            Tables copy, Map<KeyPlace, SecretBytes> nodeKeys, Set<KeyPlace> paths) {
        for (StoredKey node : copy.nodes()) {
            SecretBytes parent = nodeKeys.get(node.place().parent());
            if (paths.contains(node.place()) || paths.contains(node.place().parent())) {
                assertThatExceptionOfType(KeyDamaged.class)
                        .isThrownBy(() -> KeyWrap.unwrap(parent, node.wrapped(), node.place()));
            } else {
                assertThat(KeyWrap.unwrap(parent, node.wrapped(), node.place())).isEqualTo(nodeKeys.get(node.place()));
            }
        }
    }

    /** Every key of a node that there is, tried at each place of the customer's way and on the value itself. */
    private static void noNodeKeyOpens(Tables copy, long slot, Map<KeyPlace, SecretBytes> nodeKeys) {
        List<KeyPlace> path = KeyPlace.customer(slot).path();
        for (SecretBytes key : nodeKeys.values()) {
            assertThat(path).noneMatch(place -> unwraps(key, copy, place));
            assertThat(opens(copy, Arrays.binarySearch(copy.slots, slot), key)).isFalse();
        }
    }

    /**
     * Every other customer's key likewise. Customer keys wrap nothing, so where they are very many only the way's
     * last step is tried with them.
     */
    private static void noCustomerKeyOpens(Tables copy, long slot, byte[] customerKeys) {
        List<KeyPlace> path = KeyPlace.customer(slot).path();
        List<KeyPlace> tried = copy.slots.length > 1000 ? path.subList(4, 5) : path;
        copy.forEachPage((page, from, to) -> {
            for (int i = from; i < to; i++) {
                try (SecretBytes key = SecretBytes.copyOf(customerKeys, i * 32, 32)) {
                    assertThat(tried.stream().noneMatch(place -> unwraps(key, copy, place))).isTrue();
                    assertThat(opens(copy, Arrays.binarySearch(copy.slots, slot), key)).isFalse();
                }
            }
        });
    }

    private static boolean unwraps(SecretBytes key, Tables copy, KeyPlace place) {
        try {
            KeyWrap.unwrap(key, copy.wrapped(place), place).close();
            return true;
        } catch (KeyDamaged refused) {
            return false;
        }
    }

    @Test
    void replacesTheWayAndWrapsWhatHangsBeside() {
        Tables tables = Tables.plant(root, dense(65_537), AES);
        assertThat(Puncture.of(300).count(tables)).isEqualTo(new Puncture.Work(4, 1 + 255 + 255, 1, 0));
        assertThat(Puncture.of(300, 301, 300).count(tables)).isEqualTo(new Puncture.Work(4, 1 + 255 + 254, 2, 0));
        assertThat(Puncture.of(300, 65_536).count(tables)).isEqualTo(new Puncture.Work(6, 255 + 255, 2, 0));
        assertThat(Puncture.of().count(tables)).isEqualTo(Puncture.Work.NONE);
        tables.pagesRead = 0;
        Puncture.of(300, 65_536).run(tables, root, SecretBytes.random(32), Suite.AES);
        assertThat(tables.pagesRead).as("a page below the root key and below each replaced node").isEqualTo(7);
    }

    @Test
    void saysWhichSlotsWereNotThere() {
        Tables tables = Tables.plant(root, dense(10), AES);
        assertThat(Puncture.of(3, 10, 255, 256, 0xFFFF_FFFFL).count(tables))
                .isEqualTo(new Puncture.Work(4, 9, 1, 4));
        assertThat(Puncture.of(70_000).count(tables)).isEqualTo(new Puncture.Work(2, 1, 0, 1));
    }

    @Test
    void erasesTwiceInARow() {
        Tables tables = Tables.plant(root, dense(600), MIXED);
        SecretBytes second = SecretBytes.random(32);
        SecretBytes third = SecretBytes.random(32);
        Puncture.of(5, 300).run(tables, root, second, Suite.SM);
        Puncture.of(6, 599).run(tables, second, third, Suite.AES);
        byte[] keys = tables.openCustomers(tables.open(third));
        List<Integer> gone = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            if (!tables.has(i)) {
                gone.add(i);
            } else {
                assertThat(opens(tables, i, SecretBytes.copyOf(keys, i * 32, 32))).isTrue();
            }
        }
        assertThat(gone).containsExactly(5, 6, 300, 599);
    }

    /** The caller's transaction is what keeps the half away. */
    @Test
    void stopsAtAKeyThatDoesNotOpen() {
        Tables tables = Tables.plant(root, dense(300), AES);
        byte[] damaged = tables.wrapped(KeyPlace.customer(4));
        damaged[20] ^= 1;
        tables.replace(List.of(new StoredKey(KeyPlace.customer(4), damaged)));
        assertThatExceptionOfType(KeyDamaged.class)
                .isThrownBy(() -> Puncture.of(3).run(tables, root, SecretBytes.random(32), Suite.AES));
        assertThatExceptionOfType(KeyDamaged.class).as("another root key").isThrownBy(
                () -> Puncture.of(3).run(tables, SecretBytes.random(32), SecretBytes.random(32), Suite.AES));
        assertThatIllegalStateException().isThrownBy(() -> Puncture.of(-1));
        assertThatIllegalStateException().isThrownBy(() -> Puncture.of(1L << 32));
    }

    /** What the fresh node keys are must not follow from anything: two erasures of one tree have none in common. */
    @Test
    void takesFreshKeysEachTime() {
        Tables one = Tables.plant(root, dense(300), AES);
        Tables other = one.copy();
        SecretBytes newRoot = SecretBytes.random(32);
        Puncture.of(3).run(one, root, newRoot, Suite.AES);
        Puncture.of(3).run(other, root, newRoot, Suite.AES);
        List<SecretBytes> first = List.copyOf(one.open(newRoot).values());
        List<SecretBytes> second = List.copyOf(other.open(newRoot).values());
        assertThat(first.get(0).plain(PlainAccess.granted())).isEqualTo(second.get(0).plain(PlainAccess.granted()));
        assertThat(first.subList(1, 5)).doesNotContainAnyElementsOf(second.subList(1, 5));
        assertThat(first.get(5)).as("the page beside").isEqualTo(second.get(5));
    }
}
