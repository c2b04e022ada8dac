// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.core.ledger.CensusAudit;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Pruning;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.Verifier;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a whole log proves: its checkpoint, its tiles and, where they may be seen, its entries. */
final class LogCheck {

    private static final int CENSUS_PASSES = 1;

    private final Words words;
    private final Trust trust;
    private final LogPlace place;

    LogCheck(Words words, Trust trust, LogPlace place, Progress progress) {
        this.words = words;
        this.trust = trust;
        this.place = new LogPlace() {

            @Override
            public Optional<byte[]> read(String path) {
                Optional<byte[]> bytes = place.read(path);
                progress.on(path);
                progress.add(bytes.map(read -> read.length).orElse(0));
                return bytes;
            }

            @Override
            public boolean hasEntries() {
                return place.hasEntries();
            }
        };
    }

    /** @param earlier checkpoints somebody kept, which the log must still contain */
    Verdict verify(List<byte[]> earlier) {
        Verdict verdict = new Verdict(words, "log").fact("earlier", earlier.size());
        PlacedLog log = new PlacedLog(place);
        try {
            // Before the checkpoint, which then covers it.
            Optional<Verifier.Line> pruning = place.hasEntries() ? log.pruning() : Optional.empty();
            byte[] note = place.read("checkpoint")
                    .orElseThrow(() -> new Failure(Exit.INPUT, "verify.no-checkpoint"));
            TrustPolicy.Standing standing = trust.standing(note);
            List<byte[]> sorted = sorted(earlier);
            Verifier verifier = new Verifier(log, pruning, trust.logKeys());
            long size = standing.checkpoint().size();
            Optional<Pruning> pruned = pruning.flatMap(line -> Pruning.proved(line, standing.checkpoint(), log));
            long below = pruned.map(Pruning::below).orElse(0L);
            Findings findings = place.hasEntries()
                    ? verifier.verify(Findings.Position.start(), log.lines(size, below, read -> { }), note,
                            sorted.iterator())
                    : verifier.verifyTiles(note, sorted.iterator());
            verdict.fact("entries", place.hasEntries()).fact("verified", findings.verified());
            if (findings.fault().isPresent()) {
                return verdict.rests(standing, trust.counting()).disproved(findings.fault().get());
            }
            says(verdict, findings, pruning);
            if (!earlier.isEmpty()) {
                verdict.says("verify.continues", earlier.size());
            }
            if (place.hasEntries()) {
                audit(() -> log.lines(size, below, read -> { }), findings.pruned(), verdict);
            }
            return verdict.rests(standing, trust.counting());
        } catch (LedgerDamaged damaged) {
            return verdict.disproved(damaged);
        }
    }

    private void says(Verdict verdict, Findings findings, Optional<Verifier.Line> pruning) {
        if (!place.hasEntries()) {
            verdict.says("verify.all-tiles", findings.to().size());
        } else if (findings.pruned() == 0) {
            verdict.says("verify.all-entries", findings.to().size());
        } else {
            Entry entry = Entry.read(pruning.orElseThrow().entry());
            String agreed = entry.approvals().stream().map(Entry.Approval::actor).distinct()
                    .collect(Collectors.joining(words.between()));
            verdict.says("verify.kept-entries", findings.verified(), findings.to().size())
                    .says("verify.pruned", findings.pruned(), pruning.get().index(), entry.at().toString(), agreed)
                    .fact("pruned", findings.pruned()).fact("prunedBy", pruning.get().index());
        }
    }

    /** The form of every entry, and the newest census: each older one costs as much again. */
    private static void audit(Supplier<Iterator<Verifier.Line>> lines, long pruned, Verdict verdict) {
        CensusAudit audit = CensusAudit.of(lines, CENSUS_PASSES, 1);
        audit.fault().ifPresent(verdict::disproved);
        if (audit.fault().isEmpty() && pruned > 0) {
            verdict.says("verify.census-not-counted");
        }
        audit.last().ifPresent(last -> verdict.says("verify.census", last.index(), last.census().customers(),
                last.census().size()).fact("census", last.index()));
    }

    private List<byte[]> sorted(List<byte[]> earlier) {
        try {
            Map<byte[], Long> sizes = new IdentityHashMap<>();
            earlier.forEach(note -> sizes.put(note, Checkpoint.open(note, trust.logKeys()).size()));
            return earlier.stream().sorted(Comparator.comparing(sizes::get)).toList();
        } catch (LedgerDamaged nothingKept) {
            // What the log never signed proves nothing against it.
            throw new Failure(Exit.INPUT, "verify.since-unsigned");
        }
    }
}
