// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.server.clock.DoorClock;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * What another node on the same database has of its own: a clock, what it knows of the rulings, and a
 * ledger that writes with them. The node under test hears of its rulings through the database only.
 */
public final class OtherNode implements AutoCloseable {

    private final DoorClock clock;
    private final Rulings rulings;
    private final Ledger ledger;

    /** @param ahead how far its clock is before this one's; negative where it is behind */
    public OtherNode(BeanFactory here, Duration ahead) {
        this(here, ahead, here.getBean(Integrator.class));
    }

    /** @param integrator who brings what it writes into the tree */
    public OtherNode(BeanFactory here, Duration ahead, Integrator integrator) {
        LedgerTable table = here.getBean(LedgerTable.class);
        clock = new DoorClock(Clock.offset(Clock.systemUTC(), ahead), here.getBean(DoorClock.class).getZone());
        rulings = new Rulings(table);
        ledger = new Ledger(table, here.getBean(Soundness.class), clock, here.getBean(DataSource.class),
                here.getBean(Origins.class), integrator, rulings,
                here.getBean(TransactionTemplate.class));
    }

    public DoorClock clock() {
        return clock;
    }

    public Rulings rulings() {
        return rulings;
    }

    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        ledger.destroy();
    }
}
