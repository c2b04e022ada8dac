// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/** A new root version, on a real PostgreSQL and a real key file, with a process that dies at every step. */
class RootRotationIT {

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    @TempDir Path home;

    private final DataSource source = KeysFixture.database();

    /** The process is gone: nothing after this is executed. */
    private static final class Died extends Error {

        private static final long serialVersionUID = 1L;
    }

    private record Before(Keys.NewCustomerKey customer, SecretBytes customerKey, SecretBytes named) {}

    private KeysFixture.Node start() {
        return KeysFixture.start(source, KeysFixture.file(home));
    }

    private static Before work(KeysFixture.Node node) {
        Keys.NewCustomerKey customer = node.keys().newCustomerKeys(1).get(0);
        for (int i = 0; i < 7; i++) {
            node.keys().named("index.field-" + i + ".1");
        }
        return new Before(customer, customer.key().bytes(), node.keys().named("index.phone.1"));
    }

    private static void opens(KeysFixture.Node node, Before before) {
        try (CustomerKey opened = node.keys().open(before.customer().slot(), before.customer().wrapped())) {
            assertThat(opened.bytes()).isEqualTo(before.customerKey());
        }
        assertThat(node.keys().named("index.phone.1")).isEqualTo(before.named());
        assertThat(node.keys().newCustomerKeys(1)).hasSize(1);
        assertThat(node.keys().named("made.after." + node.table().counts().named())).isNotNull();
    }

    private static Map<Integer, RootVersion.Status> statuses(KeysFixture.Node node) {
        return node.table().roots().stream().collect(
                java.util.stream.Collectors.toMap(RootVersion::version, RootVersion::status));
    }

    @Test
    void movesEveryKeyAndDestroysTheOldVersion() throws Exception {
        KeysFixture.Node node = start();
        Before before = work(node);
        byte[] oldFile = Files.readAllBytes(home.resolve("keys/root.key"));

        RootRotation.Outcome outcome = node.rotate();

        assertThat(outcome).isEqualTo(new RootRotation.Outcome(1, 2, Custody.Kind.FILE, 9, 0));
        assertThat(node.table().under(1)).isZero();
        assertThat(node.table().under(2)).isEqualTo(9);
        assertThat(statuses(node)).isEqualTo(Map.of(1, RootVersion.Status.DESTROYED, 2, RootVersion.Status.IN_USE));
        assertThat(node.custodies().of(Custody.Kind.FILE).versions()).containsExactly(2);
        opens(node, before);
        opens(start(), before);
        // The key file from before opens nothing of the tables as they are now.
        Files.write(home.resolve("keys/root.key"), oldFile);
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(this::start).withMessageContaining("no root version 2");
    }

    @ParameterizedTest
    @EnumSource(RootRotation.Step.class)
    void dyingAfterAStepLeavesAServerThatStartsAndRotates(RootRotation.Step last) {
        KeysFixture.Node node = start();
        Before before = work(node);
        assertThatExceptionOfType(Died.class).isThrownBy(() -> node.rotate((step, done, total) -> {
            if (step == last) {
                throw new Died();
            }
        }));

        KeysFixture.Node again = start();
        opens(again, before);
        int inUse = last.compareTo(RootRotation.Step.IN_USE) < 0 ? 1 : 2;
        assertThat(again.table().inUse()).isEqualTo(inUse);
        again.rotation().destroyRetired((step, done, total) -> { }, gone -> { });
        again.rotation().tidyOwnFile();
        RootRotation.Outcome outcome = again.rotate();

        assertThat(outcome.from()).isEqualTo(inUse);
        assertThat(outcome.left()).isZero();
        assertThat(again.custodies().of(Custody.Kind.FILE).versions()).containsExactly(outcome.to());
        assertThat(statuses(again)).containsEntry(outcome.to(), RootVersion.Status.IN_USE);
        assertThat(statuses(again).values()).doesNotContain(RootVersion.Status.PREPARED, RootVersion.Status.RETIRED);
        opens(start(), before);
    }

    /** Half the keys are moved in a transaction that never commits. */
    @Test
    void dyingBetweenTwoKeysMovesNone() {
        KeysFixture.Node node = start();
        Before before = work(node);
        assertThatExceptionOfType(Died.class).isThrownBy(() -> node.rotate((step, done, total) -> {
            if (step == RootRotation.Step.REWRAPPED && done == total / 2) {
                throw new Died();
            }
        }));
        KeysFixture.Node again = start();
        assertThat(again.table().under(1)).isEqualTo(9);
        opens(again, before);
    }

    /** The custody has destroyed it and the database does not know: it wraps nothing, so that is noted later. */
    @Test
    void dyingAfterTheCustodyDestroyedLeavesAServerThatStarts() {
        KeysFixture.Node node = start();
        Before before = work(node);
        int version = node.rotation().prepare((step, done, total) -> { });
        node.rotation().takeOver(version, node.rotation().readBack(version, (step, done, total) -> { }),
                (step, done, total) -> { }, done -> { });
        assertThatExceptionOfType(Died.class).isThrownBy(() -> node.rotation().destroyRetired(
                (step, done, total) -> { }, gone -> TransactionSynchronizationManager.registerSynchronization(
                        new TransactionSynchronization() {
                            @Override
                            public void beforeCommit(boolean readOnly) {
                                throw new Died();
                            }
                        })));
        assertThat(node.custodies().of(Custody.Kind.FILE).versions()).containsExactly(2);

        KeysFixture.Node again = start();
        assertThat(statuses(again)).containsEntry(1, RootVersion.Status.RETIRED);
        opens(again, before);
        again.rotation().destroyRetired((step, done, total) -> { }, gone -> { });
        assertThat(statuses(again)).containsEntry(1, RootVersion.Status.DESTROYED);
    }

    /** A key that another thread is about to store under the old version waits and goes under the new one. */
    @Test
    void leavesNoKeyBehindThatIsMadeMeanwhile() {
        KeysFixture.Node node = start();
        work(node);
        KeysFixture.Node other = start();
        JdbcClient db = JdbcClient.create(source);
        CompletableFuture<?>[] late = new CompletableFuture<?>[1];
        RootRotation.Outcome outcome = node.rotate((step, done, total) -> {
            if (step == RootRotation.Step.COUNTED) {
                late[0] = CompletableFuture.supplyAsync(() -> other.keys().named("made.meanwhile"));
                Instant until = Instant.now().plus(WAIT_MAX);
                while (db.sql("SELECT count(*) FROM pg_locks WHERE NOT granted").query(Long.class).single() == 0) {
                    assertThat(Instant.now()).as("nobody waits for the rotation").isBefore(until);
                    LockSupport.parkNanos(10_000_000);
                }
            }
        });
        late[0].join();
        assertThat(outcome.left()).isZero();
        assertThat(node.table().under(1)).isZero();
        assertThat(node.table().named("made.meanwhile").orElseThrow().rootVersion()).contains(2);
        assertThat(start().keys().named("made.meanwhile")).isEqualTo(other.keys().named("made.meanwhile"));
    }

    /** Were something left, the old version would stay: the count is asked, not assumed. */
    @Test
    void destroysNothingThatStillWraps() {
        KeysFixture.Node node = start();
        Before before = work(node);
        JdbcClient.create(source).sql("UPDATE key_root SET status = 'RETIRED' WHERE version = 1").update();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() ->
                node.rotation().destroyRetired((step, done, total) -> { }, gone -> { }))
                .withMessageContaining("9 keys");
        assertThat(node.custodies().of(Custody.Kind.FILE).versions()).containsExactly(1);
        JdbcClient.create(source).sql("UPDATE key_root SET status = 'IN_USE' WHERE version = 1").update();
        opens(start(), before);
    }

    /** Somebody put a row back as it was and gave it the new number: only the old version opens it. */
    @Test
    void destroysNothingWhileARowDoesNotOpenWithTheNewVersion() {
        KeysFixture.Node node = start();
        work(node);
        byte[] before = node.table().named("index.phone.1").orElseThrow().bytes();
        int version = node.rotation().prepare((step, done, total) -> { });
        node.rotation().takeOver(version, node.rotation().readBack(version, (step, done, total) -> { }),
                (step, done, total) -> { }, done -> { });
        JdbcClient.create(source).sql("UPDATE key_named SET wrapped = :old WHERE name = 'index.phone.1'")
                .param("old", before).update();
        assertThat(node.table().under(1)).isZero();
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> node.rotation().destroyRetired(
                (step, done, total) -> { }, gone -> { })).withMessageContaining("index.phone.1");
        assertThat(node.custodies().of(Custody.Kind.FILE).versions()).containsExactly(1, 2);
        assertThat(statuses(node)).containsEntry(1, RootVersion.Status.RETIRED);
    }

    @Test
    void refusesARootThatIsNotThePreparedOne() {
        KeysFixture.Node node = start();
        Before before = work(node);
        int version = node.rotation().prepare((step, done, total) -> { });
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> node.rotation().takeOver(version,
                new Root.InMemory(SecretBytes.random(32)), (step, done, total) -> { }, done -> { }));
        assertThat(node.table().inUse()).isEqualTo(1);
        opens(node, before);
    }

    /** From the key file into the hands of three custodians, of whom two are needed, and back. */
    @Test
    void changesTheCustodyWithTheVersion() {
        KeysFixture.Node node = start();
        Before before = work(node);
        KeysFixture.Node people = KeysFixture.start(source, KeysFixture.settings(Custody.Kind.SHARES, home));
        assertThat(people.opening().state().open()).isTrue();
        int version = people.rotation().prepare((step, done, total) -> { });
        List<String> shares = List.of(1, 2, 3).stream().map(people.custodies().shares()::handOut).toList();
        RootVersion prepared = people.table().roots().get(1);
        assertThat(enter(people, prepared, shares.get(2))).isNull();
        people.rotation().takeOver(version, enter(people, prepared, shares.get(0)), (step, done, total) -> { },
                done -> { });
        people.rotation().destroyRetired((step, done, total) -> { }, gone -> { });
        assertThat(home.resolve("keys/root.key")).doesNotExist();
        opens(people, before);

        KeysFixture.Node closed = KeysFixture.start(source, KeysFixture.settings(Custody.Kind.SHARES, home));
        assertThat(closed.opening().state()).isEqualTo(Opening.State.closed(Opening.Why.SHARES, null));
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> closed.keys().named("index.phone.1"));
        assertThat(enter(closed, prepared, shares.get(1))).isNull();
        closed.opening().openWith(version, enter(closed, prepared, shares.get(2)));
        opens(closed, before);
        KeysFixture.Node back = KeysFixture.start(source, KeysFixture.file(home));
        assertThat(back.opening().state().open()).isFalse();
    }

    private static Root enter(KeysFixture.Node node, RootVersion wanted, String share) {
        return node.custodies().shares().enter(share, wanted.version(), Instant.now(),
                root -> Opening.proves(root, wanted)).map(ShareCustody.Joined::root).orElse(null);
    }

    @Test
    void takesOnlySharesThatFitTogether() {
        KeysFixture.Node one = KeysFixture.start(KeysFixture.database(),
                KeysFixture.settings(Custody.Kind.SHARES, home));
        assertThat(one.opening().state()).isEqualTo(Opening.State.closed(Opening.Why.NO_ROOT, null));
        one.rotation().prepare((step, done, total) -> { });
        ShareCustody custody = one.custodies().shares();
        String first = custody.handOut(1);
        RootVersion prepared = one.table().roots().get(0);
        assertThat(refusal(() -> custody.handOut(1))).isEqualTo("keys.share.handed-out");
        assertThat(refusal(() -> enter(one, prepared, first))).isEqualTo("keys.share.handing-out");
        custody.handOut(2);
        custody.handOut(3);
        assertThat(refusal(() -> enter(one, prepared, first.replace("R1", "R2")))).isEqualTo("keys.share.unreadable");
        Share of = Share.read(first);
        String made = new Share(1, 2, of.shares(), of.needed(), SecretBytes.random(32)).text();
        assertThat(enter(one, prepared, first)).isNull();
        assertThat(enter(one, prepared, first)).as("the same custodian twice").isNull();
        assertThat(refusal(() -> enter(one, prepared, made))).isEqualTo("keys.share.do-not-fit");
        assertThat(custody.progress(Instant.now()).entered()).isEmpty();
        String older = new Share(7, 2, of.shares(), of.needed(), SecretBytes.random(32)).text();
        assertThat(refusal(() -> enter(one, prepared, older))).isEqualTo("keys.share.other-root");
        assertThat(enter(one, prepared, first)).isNull();
        assertThat(custody.progress(Instant.now().plus(ShareCustody.WAIT).plusSeconds(1)).entered()).isEmpty();
        assertThat(Set.copyOf(custody.versions())).isEmpty();
    }

    private static String refusal(Runnable act) {
        try {
            act.run();
            return "none";
        } catch (Refused refused) {
            return refused.key();
        }
    }
}
