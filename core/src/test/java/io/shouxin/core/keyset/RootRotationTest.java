// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.core.secret.SecretBytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From one root version to the next: what moves, what stays, and that it is shown by opening. */
class RootRotationTest {

    private static final int SECRETS = 600;

    private final Map<Integer, SecretBytes> roots =
            new TreeMap<>(Map.of(1, SecretBytes.random(32), 2, SecretBytes.random(32)));
    private final Function<KeyPlace, Suite> mixed = place -> place.position() % 2 == 0 ? Suite.AES : Suite.SM;
    private final Tables tables = Tables.plant(roots.get(1), LongStream.range(0, 70_000).toArray(), mixed);
    private final Secrets secrets = new Secrets(roots.get(1));

    @BeforeAll
    static void findSm() {
        SmProvider.found();
    }

    private static final class Secrets implements NamedSecrets {

        private final TreeMap<String, NamedSecret> table = new TreeMap<>();
        private final TreeMap<String, SecretBytes> plain = new TreeMap<>();

        Secrets(SecretBytes root) {
            for (int i = 0; i < SECRETS; i++) {
                String name = "index/phone/" + i;
                plain.put(name, SecretBytes.random(32));
                Suite suite = i % 3 == 0 ? Suite.SM : Suite.AES;
                table.put(name, new NamedSecret(name, 1, KeyWrap.wrapNamed(root, plain.get(name), name, suite)));
            }
        }

        @Override
        public List<NamedSecret> after(String name, int limit) {
            return table.tailMap(name, false).values().stream().limit(limit).toList();
        }

        @Override
        public void replace(List<NamedSecret> secrets) {
            secrets.forEach(secret -> table.replace(secret.name(), secret));
        }
    }

    @ParameterizedTest
    @EnumSource
    void movesEverythingThatTheRootWraps(Suite suite) {
        assertThat(coverage(1)).isEqualTo(new RootRotation.Coverage(1 + 1 + SECRETS, 0, List.of()));
        assertThat(coverage(2).leftCount()).isEqualTo(2 + SECRETS);
        Map<KeyPlace, SecretBytes> before = tables.open(roots.get(1));
        RootRotation rotation = new RootRotation(roots, 2, suite);
        assertThat(rotation.tree(tables, 1)).isEqualTo(new Puncture.Work(1, 1, 0, 0));
        assertThat(coverage(2).isFull()).isFalse();
        assertThat(coverage(2).leftCount()).isEqualTo(SECRETS);
        assertThat(coverage(2).left()).hasSize(100).contains("secret index/phone/0");

        RootRotation.Step step = rotation.step(secrets, "");
        assertThat(step).isEqualTo(new RootRotation.Step(step.last(), 256, 256, false));
        // Dying here: the next process begins again, and finds the first page done.
        RootRotation again = new RootRotation(roots, 2, suite);
        assertThat(again.step(secrets, "")).isEqualTo(new RootRotation.Step(step.last(), 256, 0, false));
        step = again.step(secrets, step.last());
        step = again.step(secrets, step.last());
        assertThat(step).isEqualTo(new RootRotation.Step(secrets.table.lastKey(), SECRETS - 512, SECRETS - 512, true));
        assertThat(again.step(secrets, step.last())).isEqualTo(new RootRotation.Step(step.last(), 0, 0, true));

        assertThat(coverage(2)).isEqualTo(new RootRotation.Coverage(2 + SECRETS, 0, List.of()));
        roots.remove(1).close();
        secrets.plain.forEach((name, plain) -> assertThat(KeyWrap.unwrapNamed(
                roots.get(2), secrets.table.get(name).wrapped(), name)).isEqualTo(plain));
        Map<KeyPlace, SecretBytes> after = tables.open(roots.get(2));
        before.forEach((place, key) -> {
            if (place.level() < 4) {
                assertThat(after.get(place)).as("%s", place).isEqualTo(key);
            } else {
                assertThat(after.get(place)).as("%s", place).isNotEqualTo(key);
            }
        });
    }

    private RootRotation.Coverage coverage(int version) {
        return RootRotation.coverage(tables, secrets, roots.get(version));
    }

    @Test
    void believesNoVersionNumberThatIsWrittenDown() {
        RootRotation rotation = new RootRotation(roots, 2, Suite.AES);
        rotation.tree(tables, 1);
        NamedSecret old = secrets.table.get("index/phone/7");
        secrets.replace(List.of(new NamedSecret(old.name(), 2, old.wrapped())));
        for (RootRotation.Step step = rotation.step(secrets, ""); !step.end();) {
            step = rotation.step(secrets, step.last());
        }
        assertThat(coverage(2)).isEqualTo(new RootRotation.Coverage(
                1 + SECRETS, 1, List.of("secret index/phone/7")));
    }

    @Test
    void namesANodeThatDoesNotOpen() {
        new RootRotation(roots, 2, Suite.AES).tree(tables, 1);
        StoredKey child = tables.children(new KeyPlace(4, 0)).get(0);
        tables.replace(List.of(new StoredKey(child.place(), Flip.bit(child.wrapped(), 99))));
        assertThat(coverage(2).left()).startsWith("level 3 position 0");
        assertThatExceptionOfType(KeyDamaged.class)
                .isThrownBy(() -> new RootRotation(roots, 1, Suite.AES).tree(tables, 2));
    }

    @Test
    void refusesRootsThatAreNotThere() {
        assertThatIllegalStateException().isThrownBy(() -> new RootRotation(roots, 3, Suite.AES));
        RootRotation rotation = new RootRotation(Map.of(2, roots.get(2)), 2, Suite.AES);
        assertThatIllegalStateException().isThrownBy(() -> rotation.step(secrets, ""));
        assertThatIllegalStateException().isThrownBy(() -> rotation.tree(tables, 1));
    }
}
