// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.core.ledger.CensusAudit;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.Verifier;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        byte[] note = place.read("checkpoint").orElseThrow(() -> new Failure(Exit.INPUT, "verify.no-checkpoint"));
        try {
            TrustPolicy.Standing standing = trust.standing(note);
            List<byte[]> sorted = sorted(earlier);
            PlacedLog log = new PlacedLog(place);
            Verifier verifier = new Verifier(log, trust.logKeys());
            long size = standing.checkpoint().size();
            Findings findings = place.hasEntries()
                    ? verifier.verify(Findings.Position.start(), log.lines(size, read -> { }), note, sorted.iterator())
                    : verifier.verifyTiles(note, sorted.iterator());
            verdict.fact("entries", place.hasEntries()).fact("verified", findings.verified());
            if (findings.fault().isPresent()) {
                return verdict.rests(standing, trust.counting()).disproved(findings.fault().get());
            }
            verdict.says(place.hasEntries() ? "verify.all-entries" : "verify.all-tiles", size);
            if (!earlier.isEmpty()) {
                verdict.says("verify.continues", earlier.size());
            }
            if (place.hasEntries()) {
                audit(log, size, verdict);
            }
            return verdict.rests(standing, trust.counting());
        } catch (LedgerDamaged damaged) {
            return verdict.disproved(damaged);
        }
    }

    /** The form of every entry, and the newest census: each older one costs as much again. */
    private static void audit(PlacedLog log, long size, Verdict verdict) {
        CensusAudit audit = CensusAudit.of(() -> log.lines(size, read -> { }), CENSUS_PASSES, 1);
        audit.fault().ifPresent(verdict::disproved);
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
