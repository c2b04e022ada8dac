// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Integrator;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

import javax.sql.DataSource;

/** Sequencers as tests need them. */
public final class TreeFixture {

    private TreeFixture() {}

    /** The sequencer of another node on the same database, which runs until the act is done. */
    public static void withAnother(BeanFactory node, Act act) throws Exception {
        Sequencer second = new Sequencer(node.getBean(DataSource.class), node.getBean(Entries.class),
                node.getBean(TreeTable.class), node.getBean(TransactionTemplate.class),
                node.getBeanProvider(CheckpointSigner.class), node.getBean(DoorClock.class));
        second.start();
        try {
            act.with(second);
        } finally {
            second.stop();
        }
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
