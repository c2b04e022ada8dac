// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.CanonicalJson;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The ledger for programs. Without the right to read it all, an application reads its own entries. */
@RestController
@RequestMapping("/api/v1/ledger")
class LedgerApi {

    private static final int LIMIT_DEFAULT = 100;
    private static final MediaType TLOG_PROOF = MediaType.parseMediaType("application/vnd.c2sp.tlog-proof");

    private final Ledger ledger;
    private final Proofs proofs;
    private final CustomerNames customers;

    LedgerApi(Ledger ledger, Proofs proofs, CustomerNames customers) {
        this.ledger = ledger;
        this.proofs = proofs;
        this.customers = customers;
    }

    record Line(long number, Map<String, Object> entry, String leafHash) {}

    record Page(List<Line> entries, @Nullable Long next, long size) {}

    record ProofBody(long entry, String leafHash, long size, String root, List<String> hashes, String receipt) {}

    @SuppressWarnings("checkstyle:ParameterNumber") // One a filter: the address names them so.
    @GetMapping("/entries")
    Page entries(
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "" + LIMIT_DEFAULT) int limit,
            Authentication who) {
        Checks checks = new Checks()
                .that(isInstant(from), "from", "problem.wrong-type")
                .that(isInstant(to), "to", "problem.wrong-type")
                .that(outcome == null || outcome.equals("DONE") || outcome.equals("REFUSED"), "outcome",
                        "problem.not-allowed", "DONE, REFUSED")
                .that(limit > 0 && limit <= LedgerQuery.LIMIT_MAX, "limit", "problem.not-allowed",
                        "1 - " + LedgerQuery.LIMIT_MAX);
        checks.throwIfAny();
        LedgerQuery query = new LedgerQuery(mayReadAll(who) ? Optional.ofNullable(actor) : Optional.of(who.getName()),
                Optional.ofNullable(action), Optional.ofNullable(outcome).map(Entry.Outcome::valueOf),
                Optional.ofNullable(purpose), Optional.ofNullable(customer).map(this::reference),
                Optional.ofNullable(from).map(Instant::parse), Optional.ofNullable(to).map(Instant::parse),
                before == null ? Long.MAX_VALUE : before, limit);
        List<Ledger.Line> found = ledger.find(query);
        Long next = found.size() < limit ? null : Long.valueOf(found.get(found.size() - 1).number());
        return new Page(found.stream().map(LedgerApi::line).toList(), next, ledger.size());
    }

    @GetMapping("/entries/{number}")
    Line entry(@PathVariable long number, Authentication who) {
        return line(own(number, who));
    }

    @GetMapping("/entries/{number}/proof")
    ProofBody proof(@PathVariable long number, Authentication who) {
        own(number, who);
        Proofs.Proof proof = proofs.of(number);
        HexFormat hex = HexFormat.of();
        return new ProofBody(number, hex.formatHex(proof.leafHash()), proof.size(), hex.formatHex(proof.root()),
                proof.hashes().stream().map(hex::formatHex).toList(),
                new String(proof.receipt().text(), java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The receipt as a file that any tlog-proof verifier reads. */
    @GetMapping("/entries/{number}/receipt")
    ResponseEntity<byte[]> receipt(@PathVariable long number, Authentication who) {
        own(number, who);
        return ResponseEntity.ok().contentType(TLOG_PROOF)
                .header("Content-Disposition", "attachment; filename=\"entry-" + number + ".tlog-proof\"")
                .body(proofs.of(number).receipt().text());
    }

    private Ledger.Line own(long number, Authentication who) {
        return ledger.line(number)
                .filter(line -> mayReadAll(who) || line.entry().actor().id().equals(who.getName()))
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.unknown-entry", "" + number));
    }

    private CustomerRef reference(String customer) {
        Optional<CustomerRef> known = customer.matches("[0-9a-f]{64}")
                ? Optional.of(CustomerRef.ofHex(customer))
                : id(customer).flatMap(customers::reference);
        return known.orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.unknown-customer"));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean mayReadAll(Authentication who) {
        return who.getAuthorities().contains(new SimpleGrantedAuthority("ledger.read"));
    }

    private static boolean isInstant(@Nullable String text) {
        try {
            return text == null || Instant.parse(text) != null;
        } catch (DateTimeParseException malformed) {
            return false;
        }
    }

    private static Line line(Ledger.Line line) {
        return new Line(line.number(), CanonicalJson.readObject(line.bytes()),
                HexFormat.of().formatHex(io.shouxin.core.ledger.Hashes.leaf(line.bytes())));
    }
}
