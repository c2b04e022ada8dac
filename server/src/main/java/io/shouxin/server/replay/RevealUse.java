// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import io.shouxin.core.policy.Form;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How often each cell of the matrix was used in the last thirty days, counted from the ledger. The first
 * count takes as long as reading a month of it; after that only what is new is read, so a page asks and
 * never waits.
 */
@Component
public class RevealUse implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RevealUse.class);
    private static final Duration AGE_MAX = Duration.ofSeconds(30);
    private static final Counts NONE = new Counts(0, 0, 0, 0);

    /** Times a field was asked for, by what was given. */
    public record Counts(long clear, long masked, long token, long refused) {

        Counts plus(Counts more) {
            return new Counts(clear + more.clear, masked + more.masked, token + more.token, refused + more.refused);
        }

        public static Counts of(Form form) {
            return new Counts(form == Form.CLEAR ? 1 : 0, form == Form.MASKED ? 1 : 0, form == Form.TOKEN ? 1 : 0,
                    form.opens() ? 0 : 1);
        }

        public long given() {
            return clear + masked + token;
        }
    }

    private record Cell(String role, String purpose, String field) {}

    private final Ledger ledger;
    private final DoorClock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread one = new Thread(work, "register-use");
        one.setDaemon(true);
        return one;
    });
    private final TreeMap<LocalDate, Map<Cell, Counts>> days = new TreeMap<>();
    private long counted = -1;
    private volatile Map<Cell, Counts> sums = Map.of();
    private volatile Instant at = Instant.MIN;
    private volatile boolean asked;
    private volatile boolean stopping;

    RevealUse(Ledger ledger, DoorClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Empty while the first count is still under way. */
    public Optional<Counts> of(String role, String purpose, String field) {
        if (!asked && at.isBefore(clock.systemInstant().minus(AGE_MAX))) {
            asked = true;
            thread.execute(this::countAgain);
        }
        return at.equals(Instant.MIN) ? Optional.empty()
                : Optional.of(sums.getOrDefault(new Cell(role, purpose, field), NONE));
    }

    private void countAgain() {
        try {
            count();
        } catch (RuntimeException failed) {
            if (!stopping) {
                LOG.warn("The use of the register could not be counted: {}", failed.getClass().getName());
            }
        } finally {
            asked = false;
        }
    }

    /** Reads what was not read before; one thread at a time. */
    synchronized void count() {
        Instant now = clock.systemInstant();
        Instant since = now.minus(RegisterReplays.BACK);
        LedgerQuery query = LedgerQuery.latest(LedgerQuery.LIMIT_MAX).withAction(RecordedReveal.ACTION).since(since);
        long newest = counted;
        long before = Long.MAX_VALUE;
        List<Ledger.Line> page = ledger.find(query);
        while (!page.isEmpty() && before > counted && !stopping) {
            for (Ledger.Line line : page) {
                if (line.number() > counted) {
                    newest = Math.max(newest, line.number());
                    RecordedReveal.of(line.entry()).ifPresent(this::add);
                }
            }
            before = page.get(page.size() - 1).number();
            page = ledger.find(query.before(before));
        }
        counted = newest;
        days.headMap(LocalDate.ofInstant(since, ZoneOffset.UTC)).clear();
        Map<Cell, Counts> all = new HashMap<>();
        days.values().forEach(day -> day.forEach((cell, counts) -> all.merge(cell, counts, Counts::plus)));
        sums = Map.copyOf(all);
        at = now;
    }

    private void add(RecordedReveal reveal) {
        Map<Cell, Counts> day = days.computeIfAbsent(
                LocalDate.ofInstant(reveal.entry().at(), ZoneOffset.UTC), any -> new HashMap<>());
        for (String role : reveal.roles()) {
            reveal.fields().forEach((field, given) -> day.merge(
                    new Cell(role, reveal.purpose(), field), Counts.of(given.form()), Counts::plus));
        }
    }

    @Override
    public void destroy() {
        stopping = true;
        thread.shutdownNow();
    }
}
