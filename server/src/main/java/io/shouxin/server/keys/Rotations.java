// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Rotations as people meet them: one at a time on this node, in the background, with an entry in the ledger
 * for each step and a progress that can be left and found again.
 */
@Component
class Rotations implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Rotations.class);
    private static final String OBJECT = "root-key";
    private static final long WAIT_SECONDS = 30;

    /** Where the last rotation of this node is. */
    enum Phase { MAKING, HANDING_OUT, REWRAPPING, DESTROYING, DONE, FAILED }

    /**
     * @param said what the custody said when it failed, or empty
     */
    record Progress(Phase phase, long done, long total, String said) {

        boolean underWay() {
            return phase != Phase.DONE && phase != Phase.FAILED;
        }
    }

    private final RootRotation rotation;
    private final KeyTable table;
    private final Custodies custodies;
    private final Ledger ledger;
    private final AtomicReference<Optional<Progress>> progress = new AtomicReference<>(Optional.empty());
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "keys-rotation");
        thread.setDaemon(true);
        return thread;
    });

    Rotations(RootRotation rotation, KeyTable table, Custodies custodies, Ledger ledger) {
        this.rotation = rotation;
        this.table = table;
        this.custodies = custodies;
        this.ledger = ledger;
    }

    Optional<Progress> progress() {
        return progress.get();
    }

    /** The version that waits for its custodians to bring their new shares back. */
    Optional<RootVersion> waitingForShares() {
        return table.roots().stream().filter(one -> one.status() == RootVersion.Status.PREPARED
                && custodies.of(one.custody()).needsPeople()).findFirst();
    }

    /** Begins in the background; with custodians it goes on when they have their shares ({@link #takeOver}). */
    void begin(Entry.Actor by) {
        Optional<Progress> making = Optional.of(new Progress(Phase.MAKING, 0, 0, ""));
        Optional<Progress> before = progress.get();
        if (before.filter(one -> one.underWay() && one.phase() != Phase.HANDING_OUT).isPresent()
                || !progress.compareAndSet(before, making)) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.rotation.under-way");
        }
        worker.execute(() -> noting(() -> rotate(by)));
    }

    /** The same where the caller waits: shares have to be there to be handed out. */
    void prepareShares(Entry.Actor by) {
        prepare(by);
    }

    private int prepare(Entry.Actor by) {
        int version = rotation.prepare((step, done, total) -> { });
        ledger.record(ledger.draft(by, "keys.make-root").object(OBJECT, Integer.toString(version))
                .detail("custody", custodies.ofNew().kind().code()));
        if (custodies.ofNew().needsPeople()) {
            at(Phase.HANDING_OUT, 0, 0);
        }
        return version;
    }

    private void rotate(Entry.Actor by) {
        int version = prepare(by);
        if (!custodies.ofNew().needsPeople()) {
            takeOver(version, rotation.readBack(version, this::reached), by, Optional.empty());
        }
    }

    /**
     * The new version takes over and the old one is destroyed.
     *
     * @param custodians who brought the new version back out of its custody, where people did
     */
    void takeOver(int version, Root root, Entry.Actor by, Optional<SortedSet<Integer>> custodians) {
        rotation.takeOver(version, root, this::reached, outcome -> {
            Entry.Draft draft = ledger.draft(by, "keys.rotate").object(OBJECT, Integer.toString(outcome.to()))
                    .detail("from", Integer.toString(outcome.from())).detail("custody", outcome.custody().code())
                    .detail("moved", Long.toString(outcome.moved())).detail("left", Long.toString(outcome.left()));
            custodians.ifPresent(numbers -> draft.detail("custodians", spaced(numbers)));
            ledger.append(draft);
        });
        destroyRetired(by);
        at(Phase.DONE, 0, 0);
    }

    static String spaced(SortedSet<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private void destroyRetired(Entry.Actor by) {
        at(Phase.DESTROYING, 0, 0);
        rotation.destroyRetired(this::reached, gone -> ledger.append(
                ledger.draft(by, "keys.destroy-root").object(OBJECT, Integer.toString(gone.version()))
                        .detail("custody", gone.custody().code()).detail("left", "0")));
    }

    /** What a crash or a custody that did not answer left over; tried after each opening. */
    void finishWhatWasLeft() {
        worker.execute(() -> {
            try {
                rotation.destroyRetired((step, done, total) -> { }, gone -> ledger.append(
                        ledger.draft(Entry.Actor.system("keys"), "keys.destroy-root")
                                .object(OBJECT, Integer.toString(gone.version()))
                                .detail("custody", gone.custody().code()).detail("left", "0")));
                rotation.tidyOwnFile();
            } catch (RuntimeException failed) {
                LOG.warn("A retired root version could not be destroyed yet: {}", said(failed));
            }
        });
    }

    private void reached(RootRotation.Step step, long done, long total) {
        if (step == RootRotation.Step.REWRAPPED) {
            at(Phase.REWRAPPING, done, total);
        }
    }

    private void at(Phase phase, long done, long total) {
        progress.set(Optional.of(new Progress(phase, done, total, "")));
    }

    private void noting(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            LOG.error("The root was not rotated: {}", said(failed));
            progress.set(Optional.of(new Progress(Phase.FAILED, 0, 0, said(failed))));
        }
    }

    /** Our own words, or the type of the failure: a foreign message may quote what it worked on. */
    private static String said(RuntimeException failed) {
        return failed instanceof KeysFailed ? String.valueOf(failed.getMessage())
                : failed instanceof Refused refused ? refused.key() : failed.getClass().getSimpleName();
    }

    @Override
    public void destroy() throws InterruptedException {
        worker.shutdown();
        // A rotation that is cut off here is one that died: the next start finds it whole or not begun.
        if (!worker.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS)) {
            worker.shutdownNow();
        }
    }
}
