// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.server.check.FullCheck;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.tree.CheckpointSigner;
import io.shouxin.server.tree.Published;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeHead;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** How the ledger stands, for the top of its pages. */
@Component
class Standings {

    private final Entries entries;
    private final SignedTree tree;
    private final LedgerCheck check;
    private final FullCheck full;
    private final CheckpointSigner signer;
    private final EntryWords words;
    private final DoorClock clock;

    Standings(Entries entries, SignedTree tree, LedgerCheck check, FullCheck full, CheckpointSigner signer,
            EntryWords words, DoorClock clock) {
        this.entries = entries;
        this.tree = tree;
        this.check = check;
        this.full = full;
        this.signer = signer;
        this.words = words;
        this.clock = clock;
    }

    /**
     * @param verdict the sentence at the top where something is wrong
     * @param toDo what to do about it, empty while nothing is wrong
     * @param unsigned entries on the disk and not in a signed tree yet
     * @param signatures what signs it, by name
     * @param key the name of the signing keys
     * @param checked how the last comparison ended, of the whole or of what came since
     * @param brokenSince when that was first found
     * @param bad the entry it found wrong
     * @param run the last check of the whole that somebody asked for
     */
    record Standing(@Nullable String verdict, String toDo, String entries, String unsigned, boolean behind, String root,
            @Nullable Instant signedAt, String signedTime, List<String> signatures, String key,
            @Nullable Instant checkedAt, String checked, String brokenSince, @Nullable Long bad, @Nullable Asked run) {

        /** @param words what to say of it; {@code running} and {@code bad} say how */
        record Asked(boolean running, long done, long total, String words, boolean bad, @Nullable Long entry) {}
    }

    Standing present() {
        TreeHead head = tree.head();
        long next = entries.next();
        long unsigned = Math.max(0, next - head.size());
        Optional<LedgerCheck.Outcome> last = check.last();
        Optional<LedgerCheck.Outcome> broken = last.filter(outcome -> !outcome.sound());
        return new Standing(broken.map(this::verdict).orElse(null), broken.map(this::toDo).orElse(""),
                EntryWords.number(next),
                unsigned == 0 ? words.of("ledger.signed.all")
                        : words.of("ledger.signed.waiting", EntryWords.number(unsigned)),
                unsigned > 0, HexFormat.of().formatHex(head.root()), head.signedAt().orElse(null),
                head.signedAt().map(words::time).orElse(""), signatures(), signer.origin(),
                last.map(LedgerCheck.Outcome::at).orElse(null),
                last.map(this::checked).orElse(""),
                broken.flatMap(LedgerCheck.Outcome::since).map(words::time).orElse(""),
                broken.flatMap(LedgerCheck.Outcome::number).orElse(null),
                full.run().map(this::asked).orElse(null));
    }

    private List<String> signatures() {
        return signer.verifiers().stream().map(key -> key.algorithm().title()).toList();
    }

    private String checked(LedgerCheck.Outcome outcome) {
        return outcome.finding().map(words::finding).orElseGet(() -> words.of("ledger.figure.checked.ok"));
    }

    private String verdict(LedgerCheck.Outcome broken) {
        return words.of("ledger.broken", EntryWords.number(broken.number().orElse(0L)),
                words.finding(broken.finding().orElseThrow()));
    }

    private String toDo(LedgerCheck.Outcome broken) {
        boolean older = broken.finding().filter(finding -> Published.Kind.ROLLED_BACK.name().equals(finding)
                || Published.Kind.HISTORY_DIFFERS.name().equals(finding)).isPresent();
        return words.of(older ? "ledger.broken.do.rolled-back" : "ledger.broken.do");
    }

    private Standing.Asked asked(FullCheck.Run run) {
        Instant now = clock.systemInstant();
        String said;
        if (run.runs(now)) {
            said = words.of("ledger.run.running");
        } else if (run.lost(now)) {
            said = words.of("ledger.run.lost", words.time(run.startedAt()));
        } else if (run.finding().isPresent()) {
            said = words.of("ledger.run.bad", words.time(run.seenAt()));
        } else {
            said = words.of("ledger.run.ok", words.time(run.seenAt()), EntryWords.number(run.done()));
        }
        return new Standing.Asked(run.runs(now), run.done(), run.total(), said, run.finding().isPresent(),
                run.entry().orElse(null));
    }
}
