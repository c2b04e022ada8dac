// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Integrator;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import javax.sql.DataSource;

/** Sequencers as tests need them. */
public final class TreeFixture {

    private TreeFixture() {}

    /** The sequencer of another node on the same database, which runs until the act is done. */
    public static void withAnother(BeanFactory node, Act act) throws Exception {
        Sequencer second = sequencer(node, node.getBean(Published.class), Sequencer.Pace.USUAL);
        second.start();
        try {
            act.with(second);
        } finally {
            second.stop();
        }
    }

    /**
     * The only sequencer, while the act is done, and one that never looks by itself: it works when it is
     * woken or not at all.
     */
    public static void withOneThatMustBeWoken(BeanFactory node, Act act) throws Exception {
        Sequencer usual = node.getBean(Sequencer.class);
        usual.stop();
        Sequencer only = sequencer(node, node.getBean(Published.class),
                new Sequencer.Pace(Duration.ofDays(1), Duration.ZERO));
        only.start();
        try {
            act.with(only);
        } finally {
            only.stop();
            usual.start();
        }
    }

    /** The sequencer of a node with a home of its own, not started. */
    public static Integrator withHome(BeanFactory node, Path home) {
        return sequencer(node, new Published(node.getBean(TreeTable.class), home), Sequencer.Pace.USUAL);
    }

    /** As a node finds it that starts with this home. */
    public static Optional<Published.Fault> afterStart(BeanFactory node, Path home) {
        return new Published(node.getBean(TreeTable.class), home).follow();
    }

    private static Sequencer sequencer(BeanFactory node, Published published, Sequencer.Pace pace) {
        return new Sequencer(node.getBean(DataSource.class), node.getBean(Entries.class),
                node.getBean(TreeTable.class), node.getBean(TransactionTemplate.class),
                node.getBeanProvider(CheckpointSigner.class), node.getBean(DoorClock.class), published,
                new SimpleMeterRegistry(), pace);
    }

    /** What is done while there are two. */
    public interface Act {

        void with(Integrator second) throws Exception;
    }

    /** Regardless of the lock, as a node would that wrongly believes it holds it: the size is the fence. */
    public static void step(Integrator one) {
        try {
            ((Sequencer) one).step();
        } catch (RuntimeException stoodBack) {
            assertThat(stoodBack).hasMessageContaining("stands back");
        }
    }
}
