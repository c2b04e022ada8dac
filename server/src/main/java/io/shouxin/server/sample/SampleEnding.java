// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down that the sample is complete, once, on the true clock. */
@Component
class SampleEnding {

    private static final Logger LOG = LoggerFactory.getLogger(SampleEnding.class);

    private final SampleTable table;
    private final Ledger ledger;
    private final DoorClock clock;

    SampleEnding(SampleTable table, Ledger ledger, DoorClock clock) {
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Transactional
    public void end(SampleRun run) {
        if (!table.end(clock.systemInstant())) {
            return;
        }
        long refused = table.position(SamplePhase.WORK).map(SampleTable.Position::refused).orElse(0L);
        ledger.append(ledger.draft(SampleFounding.ACTOR, "sample.end")
                .detail("customers", Integer.toString(run.customers()))
                .detail("days", Integer.toString(run.days()))
                .detail("refused", Long.toString(refused)));
        LOG.info("The sample is complete: {} customers, {} days of work, {} acts refused by the door.",
                run.customers(), run.days(), refused);
    }
}
