// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.Tree;
import io.shouxin.server.ServerTest;
import io.shouxin.server.check.CheckFixture;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeFixture;
import io.shouxin.server.tree.TreeHead;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The clock of a whole server is set back by more than a year while it reveals: nothing that was answered is
 * missing, nothing is lost or doubled, the tree grows on from where it was, and nobody has to lend a hand.
 */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class, ClockSetBackIT.OneClock.class})
class ClockSetBackIT {

    private static final Duration BACK = Duration.ofDays(400);
    private static final int CALLERS = 6;
    private static final int EACH = 30;

    /** The clock on the wall of this server; everything in it goes by it. */
    private static final class Wall extends Clock {

        private volatile Duration back = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().minus(back);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the door's clock has the zone");
        }
    }

    private static final Wall WALL = new Wall();

    /** Puts the clock on the wall in the place of the machine's. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OneClock {

        @Bean
        static BeanPostProcessor onTheWall() {
            return new BeanPostProcessor() {

                @Override
                public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DoorClock clock ? new DoorClock(WALL, clock.getZone()) : bean;
                }
            };
        }
    }

    @Autowired Door door;
    @Autowired Ledger ledger;
    @Autowired Entries entries;
    @Autowired LedgerCheck check;
    @Autowired LedgerFixture fixture;
    @Autowired SignedTree tree;
    @Autowired Proofs proofs;
    @Autowired BeanFactory node;
    @Autowired JdbcClient db;

    @AfterEach
    void setRight() {
        WALL.back = Duration.ZERO;
    }

    @Test
    void losesAndDoublesNoRevealThatWasAnswered() throws Exception {
        String customer = door.customer(Door.freshPhone());
        String ticket = door.ticket(customer);
        door.key("app-crm");
        long before = entries.next();
        Map<Long, String> answered = new ConcurrentHashMap<>();
        CyclicBarrier half = new CyclicBarrier(CALLERS, () -> WALL.back = BACK);
        List<Callable> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(() -> {
                for (int i = 0; i < EACH; i++) {
                    if (i == EACH / 2) {
                        half.await();
                    }
                    reveal(customer, ticket, answered);
                }
            });
        }
        together(callers);

        assertThat(answered).as("each answer has an entry of its own").hasSize(CALLERS * EACH);
        List<Stored> written = entries.between(before, entries.next());
        assertThat(written).extracting(Stored::number).as("no gap").containsExactlyElementsOf(
                java.util.stream.LongStream.range(before, entries.next()).boxed().toList());
        Map<Long, Stored> byNumber = new HashMap<>();
        written.forEach(one -> byNumber.put(one.number(), one));
        answered.forEach((number, leaf) -> assertThat(java.util.HexFormat.of().formatHex(
                Hashes.leaf(byNumber.get(number).bytes()))).as("entry %d", number).isEqualTo(leaf));
        // Half of them by each clock, as their entries say; by the number they are in order all the same.
        assertThat(db.sql("SELECT count(*) FROM ledger_entry WHERE number >= :from AND at < :then "
                        + "AND action = 'vault.reveal'").param("from", before)
                .param("then", java.sql.Timestamp.from(Instant.now().minus(BACK.dividedBy(2)))).query(Long.class)
                .single()).isEqualTo(CALLERS * EACH / 2);
        long last = written.get(written.size() - 1).number();
        assertThat(proofs.holds(proofs.of(last))).isTrue();
        assertThat(CheckFixture.finding(check)).isEmpty();
    }

    private void reveal(String customer, String ticket, Map<Long, String> answered) throws Exception {
        Answer answer = door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan"]}""".formatted(ticket));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("/fields/plan/value")).isNotEmpty();
        String twice = answered.put(answer.body().at("/receipt/entry").asLong(), answer.text("/receipt/leafHash"));
        assertThat(twice).as("a number is given once").isNull();
    }

    /** Sizes and roots go on; only the time of signing is the one that the clock shows. */
    @Test
    void signsOnFromTheTreeThatWasSigned() throws Exception {
        long first = fixture.signed(5);
        TreeHead before = tree.head();
        WALL.back = BACK;
        long second = fixture.signed(300);
        TreeHead after = tree.head();
        assertThat(second).isGreaterThan(first);
        assertThat(after.size()).isGreaterThanOrEqualTo(before.size() + 300);
        assertThat(after.signedAt().orElseThrow()).isBefore(before.signedAt().orElseThrow());
        assertThat(Tree.consistent(before.size(), before.root(), after.size(), after.root(),
                Tree.consistencyProof(before.size(), after.size(), tree.tiles()))).isTrue();
        assertThat(Checkpoint.open(after.note().orElseThrow(), proofs.verifiers()).size()).isEqualTo(after.size());
        assertThat(proofs.holds(proofs.of(first))).isTrue();
        WALL.back = Duration.ZERO;
        assertThat(proofs.holds(proofs.of(fixture.signed(1)))).isTrue();
        assertThat(CheckFixture.finding(check)).isEmpty();
    }

    /** Two nodes of which one has the old time and one the new, both believing that they are the one to sign. */
    @Test
    void keepsOneTreeUnderTwoSequencersWithTwoTimes() throws Exception {
        TreeFixture.withAnother(node, second -> {
            List<Callable> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                boolean sets = writer == 0;
                writers.add(() -> {
                    long size = 0;
                    for (int i = 0; i < 40; i++) {
                        if (sets) {
                            WALL.back = i % 2 == 0 ? BACK : Duration.ZERO;
                        }
                        ledger.record(fixture.draft("T-" + i));
                        TreeFixture.step(second);
                        long now = tree.head().size();
                        assertThat(now).as("never smaller").isGreaterThanOrEqualTo(size);
                        size = now;
                    }
                });
            }
            together(writers);
        });
        assertThat(proofs.holds(proofs.of(fixture.signed(1)))).isTrue();
        assertThat(CheckFixture.finding(check)).isEmpty();
    }

    private interface Callable {

        void call() throws Exception;
    }

    private static void together(List<Callable> acts) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(acts.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Callable act : acts) {
                all.add(pool.submit(() -> {
                    act.call();
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
