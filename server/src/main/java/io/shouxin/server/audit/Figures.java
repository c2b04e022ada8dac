// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.server.clock.DoorClock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * The ledger in figures, a few seconds behind: computed from the entries, never typed. Days are the
 * operator's.
 */
@Service
public class Figures {

    private static final long EVERY_MILLIS = 3_000;
    private static final int ENTRIES_MAX = 50_000;
    private static final Duration CUSTOMERS_AGE_MAX = Duration.ofSeconds(20);

    /** One day, action, purpose and outcome; {@code clear} to {@code refused} count fields. */
    public record Line(LocalDate day, String action, String purpose, String outcome, long entries, long clear,
            long masked, long token, long refused) {}

    private final FigureTable table;
    private final TransactionTemplate transaction;
    private final DoorClock clock;
    private final Cache<String, Long> customers =
            Caffeine.newBuilder().maximumSize(100).expireAfterWrite(CUSTOMERS_AGE_MAX).build();

    Figures(FigureTable table, TransactionTemplate transaction, DoorClock clock) {
        this.table = table;
        this.transaction = transaction;
        this.clock = clock;
    }

    public List<Line> days(LocalDate from, LocalDate to) {
        return table.days(from, to);
    }

    /** How many different customers had this done to them on a day. */
    public long customers(String action, LocalDate day) {
        ZoneId zone = clock.getZone();
        return customers.get(action + day, key -> table.customers(action, day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant()));
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.systemInstant(), clock.getZone());
    }

    @Scheduled(fixedDelay = EVERY_MILLIS, initialDelay = EVERY_MILLIS)
    void sumUp() {
        try {
            boolean more = true;
            while (more) {
                more = Boolean.TRUE.equals(transaction.execute(status -> step()));
            }
        } catch (DataAccessException | TransactionException unavailable) {
            // Figures are late, which the page shows; the next round goes on from where this one stood.
        }
    }

    private boolean step() {
        long from = table.lockSummed();
        long to = Math.min(table.next(), from + ENTRIES_MAX);
        if (to > from) {
            table.sum(from, to, clock.getZone());
        }
        return to - from == ENTRIES_MAX;
    }
}
