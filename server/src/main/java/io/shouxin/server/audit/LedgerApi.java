// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.CanonicalJson;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.server.check.FullCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.TreeHead;
import io.shouxin.server.witness.Cosigners;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ledger for programs. Without the right to read it all, an application reads its own entries. */
@RestController
@RequestMapping("/api/v1/ledger")
class LedgerApi {

    private static final int LIMIT_DEFAULT = 100;
    private static final MediaType TLOG_PROOF = MediaType.parseMediaType("application/vnd.c2sp.tlog-proof");

    private final Ledger ledger;
    private final Entries entries;
    private final Proofs proofs;
    private final CustomerNames customers;
    private final FullCheck full;
    private final Cosigners cosigners;
    private final DoorClock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // What its addresses answer with.
    LedgerApi(Ledger ledger, Entries entries, Proofs proofs, CustomerNames customers, FullCheck full,
            Cosigners cosigners, DoorClock clock) {
        this.ledger = ledger;
        this.entries = entries;
        this.proofs = proofs;
        this.customers = customers;
        this.full = full;
        this.cosigners = cosigners;
        this.clock = clock;
    }

    record Line(long number, Map<String, Object> entry, String leafHash) {}

    record Page(List<Line> entries, @Nullable Long next, long size) {}

    record ProofBody(long entry, String leafHash, long size, String root, List<String> hashes, String receipt) {}

    @GetMapping("/entries")
    Page entries(@ParameterObject Asked asked, Authentication who) {
        LedgerQuery query = asked.query(Readers.only(who), customers, clock.getZone(), LIMIT_DEFAULT);
        List<Ledger.Line> found = ledger.find(query);
        Long next = found.size() < query.limit() ? null : Long.valueOf(found.get(found.size() - 1).number());
        return new Page(found.stream().map(LedgerApi::line).toList(), next, ledger.size());
    }

    @GetMapping("/entries/{number}")
    Line entry(@PathVariable long number, Authentication who) {
        return line(own(number, who));
    }

    @GetMapping("/entries/{number}/proof")
    ProofBody proof(@PathVariable long number, Authentication who) {
        requireProvable(number, who);
        Proofs.Proof proof = proofs.of(number);
        HexFormat hex = HexFormat.of();
        return new ProofBody(number, hex.formatHex(proof.leafHash()), proof.size(), hex.formatHex(proof.root()),
                proof.hashes().stream().map(hex::formatHex).toList(),
                new String(proof.receipt().text(), StandardCharsets.UTF_8));
    }

    /** The receipt as a file that any tlog-proof verifier reads. */
    @GetMapping("/entries/{number}/receipt")
    ResponseEntity<byte[]> receipt(@PathVariable long number, Authentication who) {
        requireProvable(number, who);
        return file(number, proofs.of(number));
    }

    static ResponseEntity<byte[]> file(long number, Proofs.Proof proof) {
        return ResponseEntity.ok().contentType(TLOG_PROOF)
                .header("Content-Disposition", "attachment; filename=\"entry-" + number + ".tlog-proof\"")
                .body(proof.receipt().text());
    }

    record CheckBody(boolean running, long done, long total, @Nullable String finding, @Nullable Long at,
            @Nullable Long entry) {}

    /** Checks everything behind the answer; how far it is and what it found is at the same address. */
    @PostMapping("/check")
    @PreAuthorize("hasAuthority('ledger.verify')")
    @ResponseStatus(HttpStatus.ACCEPTED)
    CheckBody beginCheck(Authentication who) {
        full.begin(Entry.Actor.service(who.getName()));
        return check();
    }

    @GetMapping("/check")
    @PreAuthorize("hasAuthority('ledger.read')")
    CheckBody check() {
        FullCheck.Run run = full.run().orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.check.none"));
        return new CheckBody(run.runs(clock.systemInstant()), run.done(), run.total(),
                run.finding().map(FullCheck::code).orElse(null), run.number().orElse(null), run.entry().orElse(null));
    }

    record WitnessBody(String name, String key, long size, @Nullable Instant cosignedAt, @Nullable String failed,
            boolean refuses) {}

    record WitnessesBody(List<WitnessBody> witnesses, @Nullable Long countsTo, @Nullable Instant countsSignedAt) {}

    /** Who cosigned our checkpoints, up to where and when, and up to where one counts by the policy. */
    @GetMapping("/witnesses")
    @PreAuthorize("hasAuthority('ledger.read')")
    WitnessesBody witnesses() {
        Optional<TreeHead> counts = cosigners.newest();
        return new WitnessesBody(cosigners.all().stream().map(one -> new WitnessBody(one.name(), one.key(), one.size(),
                one.cosignedAt().orElse(null), one.failed().orElse(null), one.refusedAt().isPresent())).toList(),
                counts.map(TreeHead::size).orElse(null), counts.flatMap(TreeHead::signedAt).orElse(null));
    }

    private Ledger.Line own(long number, Authentication who) {
        Optional<Ledger.Line> line = ledger.line(number);
        if (line.isEmpty()) {
            entries.pruned(number).ifPresent(pruned -> {
                throw new Refused(Refused.Kind.GONE, "ledger.pruned", Long.toString(pruned.below()),
                        Long.toString(pruned.number())).with("prunedBy", pruned.number())
                        .with("prunedAt", pruned.entry().at());
            });
        }
        return line.filter(one -> Readers.mayRead(who, one.entry()))
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.unknown-entry"));
    }

    /** A pruned entry is proved to anybody: all that is left of it is its hash, which the open tiles have too. */
    private void requireProvable(long number, Authentication who) {
        if (ledger.line(number).isPresent() || entries.pruned(number).isEmpty()) {
            own(number, who);
        }
    }

    private static Line line(Ledger.Line line) {
        return new Line(line.number(), CanonicalJson.readObject(line.bytes()),
                HexFormat.of().formatHex(Hashes.leaf(line.bytes())));
    }
}
