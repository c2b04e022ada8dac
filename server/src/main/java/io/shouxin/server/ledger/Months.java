// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.server.clock.DoorClock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.YearMonth;

/**
 * Keeps the months of the entry table prepared: some behind, because a clock may be set back or the
 * sample plays an earlier month, and some ahead. An entry of any other time goes into the table's
 * default partition; a month that already has entries there stays there.
 */
@Component
class Months {

    private static final Logger LOG = LoggerFactory.getLogger(Months.class);
    private static final int BEHIND = 2;
    private static final int AHEAD = 3;
    private static final long DAILY_MILLIS = 86_400_000;

    private final LedgerTable table;
    private final DoorClock clock;

    Months(LedgerTable table, DoorClock clock) {
        this.table = table;
        this.clock = clock;
        prepare();
    }

    @Scheduled(fixedDelay = DAILY_MILLIS, initialDelay = DAILY_MILLIS)
    final void prepare() {
        YearMonth now = LedgerTable.month(clock.systemInstant());
        for (int month = -BEHIND; month <= AHEAD; month++) {
            try {
                table.prepare(now.plusMonths(month));
            } catch (DataAccessException kept) {
                LOG.warn("Month {} of the ledger stays in the default partition", now.plusMonths(month));
            }
        }
    }
}
