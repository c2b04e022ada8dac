// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hands messages over, each at most once. Neither SMTP nor SMPP lets a sender ask afterwards whether a message whose
 * answer was lost has arrived, so what is known is written down before it is risked:
 *
 * <ol>
 *   <li>A node takes a message by a lease. If it dies here, the lease runs out and the message waits again: nobody
 *       has it.
 *   <li>It connects, signs in, and brings the message up to the last moment before the other side may have it.
 *       If it dies here, the same.
 *   <li>It writes an attempt and commits ({@link Channel.Handover#begin}). This is also the fence: a node whose lease
 *       has run out meanwhile gets no attempt and breaks off. If it dies from here on, the message is
 *       {@link MessageState#UNCERTAIN} and is not sent again by itself, even if it never left.
 *   <li>It hands over, is answered, and notes the answer. A note that comes late, because the database was away or the
 *       lease had run out, still counts. If the answer is lost for good, an SMSC's receipt may tell later.
 * </ol>
 *
 * <p>The price is a message that is uncertain although it did not leave, if a node dies in the milliseconds between
 * 3 and 4. The other order would be a code that arrives twice.
 */
@Component
class OutboxWorker implements SmartLifecycle {

    /** Longer than the steps of a hand-over take; one that takes longer all the same is fenced off. */
    static final Duration LEASE = Duration.ofMinutes(3);

    private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);
    private static final long PAUSE_MILLIS = 500;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);
    private static final Duration KEEP = Duration.ofDays(30);
    /** After so long without a receipt the SMSC is asked. */
    private static final Duration ASK_AFTER = Duration.ofMinutes(10);
    private static final Duration ASK_FOR = Duration.ofDays(1);

    private final OutboxTable table;
    private final MessageBox box;
    private final Moves moves;
    private final Receipts receipts;
    private final Templates templates;
    private final Channels channels;
    private final OutboxSettings settings;
    private final Clock clock;
    private final Outbox outbox;
    private final OutboxTable.Lease lease = new OutboxTable.Lease(UUID.randomUUID(), LEASE);
    private final Object bell = new Object();
    private final List<Thread> threads = new ArrayList<>();
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; the work goes through all of them.
    OutboxWorker(OutboxTable table, MessageBox box, Moves moves, Receipts receipts, Templates templates,
            Channels channels, OutboxSettings settings, Clock clock, Outbox outbox) {
        this.table = table;
        this.box = box;
        this.moves = moves;
        this.receipts = receipts;
        this.templates = templates;
        this.channels = channels;
        this.settings = settings;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** Tries one message of this kind; false when none is due. */
    boolean step(Message.Kind kind) {
        Channel channel = channels.by(kind).orElse(null);
        if (channel == null || !box.opens()) {
            // While the keys are closed messages wait: nothing of them could be read.
            return false;
        }
        Optional<Stored> taken = table.take(kind, lease, clock.instant());
        taken.ifPresent(message -> work(channel, message));
        return taken.isPresent();
    }

    private void work(Channel channel, Stored message) {
        Handing handing = new Handing(message);
        try {
            note(new Attempted(handing, tried(channel, message, handing)));
        } catch (Channel.Lost lost) {
            table.giveBack(message, lease.node(), clock.instant());
        } catch (Refused closed) {
            // The keys were closed under our hands; the message waits for them with the others.
            table.giveBack(message, lease.node(), clock.instant());
        }
    }

    private Outcome tried(Channel channel, Stored message, Handing handing) {
        try {
            return channel.send(templates.outgoing(message, box.open(message), clock.instant()), handing);
        } catch (Channel.Lost | Refused backAgain) {
            throw backAgain;
        } catch (MessageBox.Damaged damaged) {
            LOG.error("Message {} does not open: it was changed, or its key is gone", message.id());
            return Outcome.refused("damaged");
        } catch (RuntimeException failed) {
            LOG.error("Message {} failed: {}", message.id(), failed.getClass().getName());
            return handing.begun ? Outcome.unknown("failed") : Outcome.later("failed");
        }
    }

    private record Attempted(Handing handing, Outcome outcome) {}

    /** The answer is known to this process alone: it tries until it stands, or the process ends. */
    private void note(Attempted attempted) {
        Handing handing = attempted.handing();
        Moves.Held held = new Moves.Held(handing.message, lease.node(), handing.begun);
        while (true) {
            try {
                moves.settle(held, attempted.outcome(), clock.instant());
                return;
            } catch (RuntimeException unwritten) {
                LOG.warn("What came of message {} cannot be noted yet: {}", held.message().id(),
                        unwritten.getClass().getName());
                if (!running) {
                    return;
                }
                pause();
            }
        }
    }

    /** The durable note before the other side may have it. */
    private final class Handing implements Channel.Handover {

        private final Stored message;
        private boolean begun;

        Handing(Stored message) {
            this.message = message;
        }

        @Override
        public int begin() {
            OptionalInt reference = table.handOver(message, lease, clock.instant());
            begun = reference.isPresent();
            return reference.orElseThrow(Channel.Lost::new);
        }
    }

    /** What time changes by itself. Any node may do it; each step starts from a state. */
    void lookAround() {
        Instant now = clock.instant();
        moves.lapse(now);
        moves.expire(now);
        receipts.takeKept();
        channels.by(Message.Kind.SMS).ifPresent(channel -> {
            channel.stayReady();
            table.overdue(now.minus(ASK_AFTER), now.minus(ASK_FOR), now).forEach(remoteId ->
                    receipts.take(new Receipt(remoteId, OptionalInt.empty(), channel.ask(remoteId))));
        });
    }

    /** Wipes what is of no use any more, and destroys the keys of days of which nothing is left. */
    void tidy() {
        Instant now = clock.instant();
        table.wipe(now);
        table.forget(now.minus(KEEP));
        if (box.opens()) {
            box.destroyUseless(now);
        }
    }

    private void send(Message.Kind kind) {
        while (running) {
            try {
                if (!step(kind)) {
                    pause();
                }
            } catch (RuntimeException failed) {
                LOG.warn("The outbox waits: {}", failed.getClass().getName());
                pause();
            }
        }
    }

    private void look() {
        Duration every = channels.none() ? TIDY_EVERY : LOOK_EVERY;
        Instant tidied = Instant.MIN;
        do {
            try {
                lookAround();
                if (tidied.isBefore(Instant.now().minus(TIDY_EVERY))) {
                    tidied = Instant.now();
                    tidy();
                }
            } catch (RuntimeException failed) {
                LOG.warn("The outbox could not look around: {}", failed.getClass().getName());
            }
        } while (!stops(every));
    }

    private boolean stops(Duration within) {
        try {
            return stopping.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Until there may be something to do. A ring that nobody hears costs one pause. */
    private void pause() {
        synchronized (bell) {
            try {
                bell.wait(PAUSE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                running = false;
            }
        }
    }

    private void ring() {
        synchronized (bell) {
            bell.notifyAll();
        }
    }

    @Override
    public void start() {
        running = true;
        stopping = new CountDownLatch(1);
        outbox.wakes(this::ring);
        begin("outbox", this::look);
        if (settings.has(Message.Kind.MAIL)) {
            begin("outbox-mail", () -> send(Message.Kind.MAIL));
        }
        for (int i = 0; settings.has(Message.Kind.SMS) && i < settings.smsWindow(); i++) {
            begin("outbox-sms-" + i, () -> send(Message.Kind.SMS));
        }
    }

    private void begin(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Lets what is under way be answered and noted. What takes longer is left to its lease. */
    @Override
    public void stop() {
        running = false;
        stopping.countDown();
        ring();
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
