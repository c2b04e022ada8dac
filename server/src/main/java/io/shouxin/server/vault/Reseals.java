// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Index;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Word;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.page.BackgroundWork;
import io.shouxin.server.register.SuiteSwitches;
import io.shouxin.server.vault.ResealJob.Target;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Begins and ends the change of stored values to another suite. It begins with the register version, in one
 * ruling: from its commit on, whatever is stored follows the new suites and has tags under both epochs, so
 * that only what lay there before has to be sealed anew, once. {@link ResealWorker} does that.
 */
@Component
class Reseals implements SuiteSwitches, BackgroundWork {

    static final String BEGIN = "vault.reseal-begin";
    static final String TAGS = "vault.reseal-tags";
    static final String END = "vault.reseal-end";

    /** What the ledger takes for a detail; the version has the names in any case. */
    private static final int DETAIL_MAX = 200;

    private final ResealTable table;
    private final IndexTable index;
    private final Ledger ledger;
    private final Clock clock;
    private volatile Optional<ResealJob> known = Optional.empty();

    Reseals(ResealTable table, IndexTable index, Ledger ledger, Clock clock) {
        this.table = table;
        this.index = index;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void begin(int version, Register after, Map<String, Suite> fields, Entry.Actor by) {
        SortedMap<String, Target> targets = new TreeMap<>();
        // What is under way has values of both suites: its fields begin anew with the others.
        table.lockUnderWay().ifPresent(job -> {
            job.fields().forEach((name, old) -> {
                Field field = after.fields().get(name);
                targets.put(name, field == null ? old : target(field, field.suite()));
            });
            table.replace(job.version(), clock.instant());
            ledger.append(counted(entry(by, END, job), job).detail("outcome", "replaced"));
        });
        fields.forEach((name, suite) -> targets.computeIfAbsent(name,
                one -> target(after.fields().get(name), suite)));
        table.begin(version, targets, clock.instant());
        ledger.append(entry(by, BEGIN, table.find(version).orElseThrow()));
    }

    private Target target(Field field, Suite suite) {
        return new Target(suite, BlindTags.isTagged(field)
                ? Optional.of(index.addNext(field.name(), suite)) : Optional.empty(), field.index() == Index.EXACT);
    }

    /** In the transaction that ends a step. */
    void note(String action, ResealJob job) {
        ledger.append(counted(entry(Entry.Actor.system("reseal"), action, job), job));
    }

    /** Older epochs are out of use from here on, on every node: nobody writes or asks for their tags any more. */
    boolean dropEpochs(ResealJob job) {
        int dropped = 0;
        for (Map.Entry<String, Target> field : job.fields().entrySet()) {
            dropped += index.dropEpochs(field.getKey(), field.getValue().epoch(), clock.instant());
        }
        if (dropped > 0) {
            ledger.appendRuling(counted(entry(Entry.Actor.system("reseal"), TAGS, job), job));
        }
        return dropped > 0;
    }

    private Entry.Draft entry(Entry.Actor by, String action, ResealJob job) {
        Map<String, String> suites = new TreeMap<>();
        for (Suite suite : Suite.values()) {
            List<String> names = job.fields().entrySet().stream()
                    .filter(field -> field.getValue().suite() == suite).map(Map.Entry::getKey).toList();
            String all = String.join(" ", names);
            if (!names.isEmpty()) {
                suites.put(Word.of(suite), all.length() <= DETAIL_MAX ? all : Integer.toString(names.size()));
            }
        }
        return ledger.draft(by, action).object("register", Integer.toString(job.version())).register(job.version())
                .details(suites);
    }

    private static Entry.Draft counted(Entry.Draft draft, ResealJob job) {
        return draft.detail("rows", Long.toString(job.counts().done()))
                .detail("changed", Long.toString(job.counts().resealed()))
                .detail("damaged", Long.toString(job.counts().damaged()));
    }

    @Override
    public Optional<SuiteSwitches.Progress> progress(int version) {
        return table.find(version).map(ResealJob::progress);
    }

    /** What the worker saw last. */
    void saw(Optional<ResealJob> job) {
        known = job;
    }

    @Override
    public Optional<BackgroundWork.Progress> progress() {
        return known.map(ResealJob::progress).filter(SuiteSwitches.Progress::underWay)
                .map(one -> new BackgroundWork.Progress("vault.reseal.progress", one.done(),
                        Math.max(1, one.total()), one.left()));
    }
}
