// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static io.shouxin.server.vault.SuitesFixture.CRM;
import static io.shouxin.server.vault.SuitesFixture.phone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.BlindIndex;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.register.Registers;
import io.shouxin.server.register.SuiteSwitches.Progress;
import io.shouxin.server.register.SuiteSwitches.State;
import io.shouxin.server.replay.RegisterReplays;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.security.Security;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Values of both suites in one customer, and the way of a field from one suite to the other and back. */
@SpringBootTest(properties = "shouxin.register.initial=classpath:registers/sample.yaml")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuitesIT {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final long PATIENCE_SECONDS = 60;

    @Autowired Registers registers;
    @Autowired RegisterReplays replays;
    @Autowired Services services;
    @Autowired People people;
    @Autowired Customers customers;
    @Autowired Reveals reveals;
    @Autowired Searches searches;
    @Autowired CustomerTable table;
    @Autowired ResealWorker worker;
    @Autowired Keys keys;
    @Autowired JdbcClient db;
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @BeforeAll
    void addCrm() {
        SuitesFixture.addCrm(services, people);
    }

    /** Only steps of the test move the work from here on. */
    @BeforeEach
    void byHand() {
        worker.stop();
    }

    @AfterEach
    void workAll() {
        while (worker.step()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void hasTheProviderBehindAllOthers() {
        assertThat(Security.getProviders()[Security.getProviders().length - 1].getName()).isEqualTo("BC");
        assertThat(Suite.AES.isAvailable()).isTrue();
        assertThat(Suite.SM.isAvailable()).isTrue();
    }

    @Test
    void holdsValuesOfBothSuitesInOneCustomer() {
        int number = fresh(1);
        UUID id = SuitesFixture.customers(customers, number, 1).get(0);
        SealedRecord sealed = table.find(id).orElseThrow().sealed();
        assertThat(sealed.suite("name")).contains(Suite.AES);
        assertThat(sealed.suite("bank-card")).contains(Suite.SM);
        Reveals.Revealed revealed = reveal(id);
        assertThat(revealed.fields().get("customer-number").value()).contains(SuitesFixture.number(number));
        assertThat(revealed.fields().get("phone").value().orElseThrow()).endsWith(phone(number).substring(7));
        assertThat(opened(id, "bank-card")).isEqualTo("4111111111111111");
    }

    @Test
    void turnsAFieldFromAesToSmAndBackWhileItIsUsed() {
        int first = fresh(450);
        List<UUID> ids = SuitesFixture.customers(customers, first, 450);
        turn(Suite.SM, first, ids);
        turn(Suite.AES, first, ids);
    }

    private void turn(Suite to, int first, List<UUID> ids) {
        Suite from = to == Suite.SM ? Suite.AES : Suite.SM;
        int version = SuitesFixture.accept(registers, replays, SuitesFixture.register(to));
        requireUsed(first, ids);
        assertThat(suites(ids)).containsOnly(from);
        assertThat(worker.step()).isTrue();
        Progress half = progress(version);
        assertThat(half.state()).isEqualTo(State.RUNNING);
        assertThat(half.done()).isEqualTo(200).isLessThan(half.total());
        assertThat(half.left()).isPresent();
        assertThat(suites(ids)).containsOnly(Suite.AES, Suite.SM);
        requireUsed(first, ids);
        assertThat(refusedAgain(first)).isEqualTo(Customers.Outcome.REJECTED);
        workAll();
        Progress whole = progress(version);
        assertThat(whole.state()).isEqualTo(State.DONE);
        assertThat(whole.resealed()).isEqualTo(whole.done()).isGreaterThanOrEqualTo(450);
        assertThat(whole.damaged()).isZero();
        requireUsed(first, ids);
        assertThat(refusedAgain(first)).isEqualTo(Customers.Outcome.REJECTED);
        requireOnly(to, first, ids);
        requireEntries(version);
    }

    /** The table itself: no value, no tag and no key of the suite that was left. */
    private void requireOnly(Suite to, int first, List<UUID> ids) {
        assertThat(suites(ids)).containsOnly(to);
        assertThat(ids).allSatisfy(id -> assertThat(table.find(id).orElseThrow().sealed().suite("name"))
                .contains(Suite.AES));
        for (String field : List.of("phone", "customer-number")) {
            assertThat(db.sql("SELECT suite FROM vault_index WHERE field = ? AND dropped_at IS NULL").param(field)
                    .query(String.class).list()).containsExactly(to.name());
            int epoch = db.sql("SELECT epoch FROM vault_index WHERE field = ? AND dropped_at IS NULL").param(field)
                    .query(Integer.class).single();
            assertThat(db.sql("SELECT DISTINCT epoch FROM customer_tag WHERE field = ?").param(field)
                    .query(Integer.class).list()).containsExactly(epoch);
            worker.destroyKeys(Instant.now().plusSeconds(1));
            assertThat(db.sql("SELECT name FROM key_named WHERE name LIKE 'index." + field + ".%'")
                    .query(String.class).list()).containsExactly("index." + field + "." + epoch);
        }
        int epoch = db.sql("SELECT max(epoch) FROM vault_index WHERE field = 'customer-number'").query(Integer.class)
                .single();
        byte[] tag = BlindIndex.tag(keys.named("index.customer-number." + epoch), "customer-number",
                SecretText.of(SuitesFixture.number(first)), to);
        assertThat(db.sql("SELECT id FROM customer WHERE number_tag = ?").param(tag).query(UUID.class).list())
                .containsExactly(ids.get(0));
    }

    private void requireEntries(int version) {
        assertThat(db.sql("SELECT action FROM ledger_entry WHERE action LIKE 'vault.reseal%' "
                + "ORDER BY number DESC LIMIT 3").query(String.class).list())
                .containsExactly(Reseals.END, Reseals.TAGS, Reseals.BEGIN);
        assertThat(registers.switching(version)).isPresent();
        assertThat(registers.switching(1)).isEmpty();
    }

    /** A dead node's lease would run for a year more. */
    @Test
    void isTakenOverAfterTheClockWasSetBack() {
        int first = fresh(3);
        List<UUID> ids = SuitesFixture.customers(customers, first, 3);
        for (Suite to : List.of(Suite.SM, Suite.AES)) {
            int version = SuitesFixture.accept(registers, replays, SuitesFixture.register(to));
            db.sql("UPDATE vault_reseal SET lease_by = ?, lease_until = now() + interval '1 minute' "
                    + "WHERE version = ?").params(UUID.randomUUID(), version).update();
            assertThat(worker.step()).as("another node's").isFalse();
            db.sql("UPDATE vault_reseal SET lease_until = now() + interval '1 year' WHERE version = ?")
                    .param(version).update();
            workAll();
            assertThat(progress(version).state()).isEqualTo(State.DONE);
            requireUsed(first, ids);
        }
    }

    @Test
    void losesNothingOfACustomerWhoChangesMeanwhile() throws Exception {
        int first = fresh(30);
        List<UUID> ids = SuitesFixture.customers(customers, first, 30);
        SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.SM));
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<?> change = other.submit(() -> customers.collect("service.open",
                List.of(SuitesFixture.row(first + 3, phone(first + 900_000))), Customers.Existing.UPDATE, CRM,
                answers -> {
                    written.countDown();
                    return await(commit);
                }));
        assertThat(await(written)).isTrue();
        // The row is locked now, and what the worker reads of it is the state before.
        ExecutorService second = Executors.newSingleThreadExecutor();
        Future<?> work = second.submit(this::workAll);
        // Any of them: ids are random, and those behind the locked one's chunk are not begun.
        List<UUID> others = ids.stream().filter(id -> !id.equals(ids.get(3))).toList();
        await(() -> suites(others).contains(Suite.SM));
        assertThat(work.isDone()).isFalse();
        commit.countDown();
        change.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        work.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        second.shutdownNow();
        assertThat(suites(ids)).containsOnly(Suite.SM);
        assertThat(opened(ids.get(3), "phone")).endsWith(phone(first + 900_000));
        assertThat(found(phone(first + 900_000))).containsExactly(ids.get(3));
        assertThat(found(phone(first + 3))).isEmpty();
        SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.AES));
    }

    @Test
    void goesAlongWithManyChanges() throws Exception {
        int first = fresh(240);
        List<UUID> ids = SuitesFixture.customers(customers, first, 240);
        SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.SM));
        Future<?> changes = other.submit(() -> {
            for (int i = 0; i < 240; i += 4) {
                assertThat(SuitesFixture.change(customers, first + i, phone(first + i + 500_000)))
                        .isEqualTo(Customers.Outcome.CHANGED);
            }
        });
        workAll();
        changes.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        workAll();
        assertThat(suites(ids)).containsOnly(Suite.SM);
        for (int i = 0; i < 240; i += 20) {
            assertThat(found(phone(first + i + 500_000))).containsExactly(ids.get(i));
            assertThat(found(phone(first + i))).isEmpty();
            assertThat(found(phone(first + i + 1))).containsExactly(ids.get(i + 1));
        }
        SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.AES));
    }

    @Test
    void isTakenOverByAVersionThatTurnsBackHalfWay() {
        int first = fresh(250);
        List<UUID> ids = SuitesFixture.customers(customers, first, 250);
        int there = SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.SM));
        worker.step();
        assertThat(suites(ids)).containsOnly(Suite.AES, Suite.SM);
        int back = SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.AES));
        assertThat(progress(there).state()).isEqualTo(State.REPLACED);
        requireUsed(first, ids);
        workAll();
        assertThat(progress(back).state()).isEqualTo(State.DONE);
        assertThat(suites(ids)).containsOnly(Suite.AES);
        requireUsed(first, ids);
        assertThat(db.sql("SELECT count(*) FROM vault_index WHERE field = 'phone' AND dropped_at IS NULL")
                .query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void leavesADamagedCustomerAndBringsTheOthersOver() {
        int first = fresh(5);
        List<UUID> ids = SuitesFixture.customers(customers, first, 5);
        byte[] sealed = db.sql("SELECT sealed FROM customer WHERE id = ?").param(ids.get(2)).query(byte[].class)
                .single();
        byte[] broken = sealed.clone();
        broken[broken.length - 1] ^= 1;
        db.sql("UPDATE customer SET sealed = ? WHERE id = ?").param(broken).param(ids.get(2)).update();
        int version = SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.SM));
        workAll();
        assertThat(progress(version).state()).isEqualTo(State.DONE);
        assertThat(progress(version).damaged()).isEqualTo(1);
        assertThat(suites(List.of(ids.get(2)))).containsOnly(Suite.AES);
        assertThat(suites(List.of(ids.get(0), ids.get(1), ids.get(3), ids.get(4)))).containsOnly(Suite.SM);
        db.sql("UPDATE customer SET sealed = ? WHERE id = ?").param(sealed).param(ids.get(2)).update();
        SuitesFixture.accept(registers, replays, SuitesFixture.register(Suite.AES));
    }

    private static int fresh(int count) {
        return NUMBERS.getAndAdd(count + 1) + 1;
    }

    private Progress progress(int version) {
        return registers.switching(version).orElseThrow();
    }

    /** Some of the customers are found by both fields and shown, whatever suite they are under now. */
    private void requireUsed(int first, List<UUID> ids) {
        for (int i = 0; i < ids.size(); i += 23) {
            assertThat(found(phone(first + i))).containsExactly(ids.get(i));
            Reveals.Revealed revealed = reveal(ids.get(i));
            assertThat(revealed.fields().get("customer-number").value()).contains(SuitesFixture.number(first + i));
            assertThat(revealed.fields().get("phone").value().orElseThrow()).endsWith(phone(first + i).substring(7));
        }
    }

    private Reveals.Revealed reveal(UUID id) {
        return reveals.reveal(new Reveals.RevealAsk(List.of(id), List.of("phone", "customer-number"), "service.open",
                null), CRM).get(0);
    }

    private List<UUID> found(String phone) {
        return searches.search(new Searches.SearchAsk("phone", SecretText.of(phone), "service.open"), CRM).hits()
                .stream().map(Searches.Hit::customer).toList();
    }

    private Customers.Outcome refusedAgain(int number) {
        return customers.collect("service.open", List.of(SuitesFixture.row(number, phone(number))),
                Customers.Existing.REFUSE, CRM).get(0).outcome();
    }

    private Set<Suite> suites(List<UUID> ids) {
        return table.find(ids).values().stream().flatMap(one -> one.sealed().suite("phone").stream())
                .collect(java.util.stream.Collectors.toSet());
    }

    private String opened(UUID id, String field) {
        StoredCustomer customer = table.find(id).orElseThrow();
        try (var key = customer.open(keys)) {
            return customer.sealed().open(id, field, key).plain(io.shouxin.core.secret.PlainAccess.granted());
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Each look is a round trip to the database, so this is no busy loop. */
    private static void await(java.util.function.BooleanSupplier isSo) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
        }
    }
}
