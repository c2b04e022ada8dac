// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.CensusProof;
import io.shouxin.core.ledger.Entry;
import io.shouxin.server.census.Censuses;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
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

/** The census for programs: the newest one, and for one customer the proof that nothing was left out. */
@RestController
@RequestMapping("/api/v1/ledger/census")
@PreAuthorize("hasAuthority('ledger.read')")
class CensusApi {

    private static final MediaType PROOF = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final Censuses censuses;
    private final CustomerNames customers;

    CensusApi(Censuses censuses, CustomerNames customers) {
        this.censuses = censuses;
        this.customers = customers;
    }

    record CensusBody(long size, long customers, long entries, String root, long entry, Instant at) {}

    record LineBody(String customer, long entries, CensusBody census, @Nullable String proof) {}

    @GetMapping
    CensusBody newest() {
        return body(censuses.newest().orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.census.none")));
    }

    @PostMapping
    @PreAuthorize("hasAuthority('ledger.verify')")
    @ResponseStatus(HttpStatus.CREATED)
    CensusBody take(Authentication who) {
        return body(censuses.take(Entry.Actor.service(who.getName())));
    }

    /** How many entries name a customer up to the census, with the proof that these are all. */
    @GetMapping("/{customer}")
    LineBody line(@PathVariable String customer) {
        Censuses.Line line = censuses.of(Asked.reference(customer, customers));
        return new LineBody(line.customer().hex(), line.entries(), body(line.held()), line.proof()
                .map(proof -> new String(proof.text(), StandardCharsets.UTF_8)).orElse(null));
    }

    /** The same as a file that {@code shouxin verify} reads. */
    @GetMapping("/{customer}/proof")
    ResponseEntity<byte[]> proof(@PathVariable String customer) {
        return file(censuses.of(Asked.reference(customer, customers)));
    }

    static ResponseEntity<byte[]> file(Censuses.Line line) {
        CensusProof proof = line.proof()
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.census.not-named"));
        return ResponseEntity.ok().contentType(PROOF).header("Content-Disposition",
                        "attachment; filename=\"" + line.customer().hex().substring(0, 16) + ".census-proof\"")
                .body(proof.text());
    }

    private static CensusBody body(Censuses.Held held) {
        return new CensusBody(held.census().size(), held.census().customers(), held.census().entries(),
                HexFormat.of().formatHex(held.census().root()), held.entry(), held.at());
    }
}
