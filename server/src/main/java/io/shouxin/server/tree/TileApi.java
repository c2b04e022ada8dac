// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.LedgerRefused;
import io.shouxin.core.ledger.Tile;
import io.shouxin.core.ledger.TilePath;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Pruned;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** The tree for everybody, as C2SP tlog-tiles says; the entries for those who may read them. */
@RestController
class TileApi {

    private static final String PREFIX = "/ledger/";
    private static final MediaType CHECKPOINT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final MediaType TLOG_PROOF = MediaType.parseMediaType("application/vnd.c2sp.tlog-proof");
    private static final Duration CHECKPOINT_FRESH = Duration.ofSeconds(5);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Entries entries;
    private final TreeTable table;
    private final CheckpointSigner signer;
    private final Published published;
    private final ObjectProvider<Cosigned> cosigned;
    private final Proofs proofs;

    TileApi(Entries entries, TreeTable table, CheckpointSigner signer, Published published,
            ObjectProvider<Cosigned> cosigned, Proofs proofs) {
        this.entries = entries;
        this.table = table;
        this.signer = signer;
        this.published = published;
        this.cosigned = cosigned;
        this.proofs = proofs;
    }

    @GetMapping("/ledger/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        TreeHead head = table.head();
        byte[] note = head.note().orElseThrow(() -> new Refused(Refused.Kind.UNAVAILABLE, "ledger.not-yet-signed"));
        Cosigned witnesses = cosigned.getIfAvailable();
        return published(witnesses == null ? note : witnesses.with(note, head.size()));
    }

    /** The newest checkpoint that counts by the policy: a little older than the newest, and vouched for by others. */
    @GetMapping("/ledger/checkpoint/cosigned")
    ResponseEntity<byte[]> cosigned() {
        return published(Optional.ofNullable(cosigned.getIfAvailable()).flatMap(Cosigned::newest)
                .flatMap(TreeHead::note)
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.not-cosigned")));
    }

    private ResponseEntity<byte[]> published(byte[] note) {
        published.requireContinues();
        return ResponseEntity.ok().contentType(CHECKPOINT)
                .cacheControl(CacheControl.maxAge(CHECKPOINT_FRESH)).body(note);
    }

    /** The public keys, one vkey a line: what a stranger needs to check everything else. */
    @GetMapping("/ledger/key")
    ResponseEntity<String> key() {
        return ResponseEntity.ok().contentType(CHECKPOINT).body(signer.verifiers().stream()
                .map(key -> key + "\n").collect(Collectors.joining()));
    }

    @GetMapping("/ledger/tile/{level:[0-9]+}/**")
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        TilePath path = parse(request);
        byte[] hashes = new StoredTiles(table).tile(path.level(), path.n(), path.width());
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable()).body(hashes);
    }

    @GetMapping("/ledger/tile/entries/**")
    @PreAuthorize("hasAuthority('ledger.read')")
    ResponseEntity<byte[]> bundle(HttpServletRequest request) {
        TilePath path = parse(request);
        long first = path.n() * Tile.WIDTH;
        List<byte[]> bundle = entries.between(first, first + path.width()).stream()
                .map(Stored::bytes).toList();
        if (bundle.size() != path.width()) {
            requireNotPruned(first + path.width());
            // One entry less would shift all that follow; a reader must not take that for the log.
            throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.damaged");
        }
        byte[] bytes = EntryBundle.write(bundle);
        boolean compressed = takesGzip(request);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM)
                // Not public: a cache between us and one reader must not serve it to another.
                .cacheControl(CacheControl.maxAge(FOR_EVER).cachePrivate().immutable())
                .varyBy("Accept-Encoding", "Authorization");
        return compressed ? answer.header("Content-Encoding", "gzip").body(gzip(bytes)) : answer.body(bytes);
    }

    /** A bundle that ends at or below the minimum index may be gone (C2SP tlog-tiles, Pruning). */
    private void requireNotPruned(long end) {
        Optional<Pruned> pruned = entries.pruned().filter(one -> end <= one.below());
        if (pruned.isPresent()) {
            throw gone(pruned.get());
        }
    }

    /** How an entry, or what held it, is refused that was pruned. */
    static Refused gone(Pruned pruned) {
        return new Refused(Refused.Kind.GONE, "ledger.pruned", Long.toString(pruned.below()),
                Long.toString(pruned.number()));
    }

    /**
     * The entry by which the oldest entries may be gone, with its proof; it names the minimum index. There is none
     * while the minimum index is 0.
     */
    @GetMapping("/ledger/minimum-index")
    ResponseEntity<byte[]> minimumIndex() {
        Pruned pruned = entries.prunedBefore(table.head().size())
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.not-pruned"));
        TlogProof proof = proofs.of(pruned.number(), pruned.bytes()).receipt();
        return ResponseEntity.ok().contentType(TLOG_PROOF).cacheControl(CacheControl.maxAge(CHECKPOINT_FRESH))
                .body(new TlogProof(Optional.of(pruned.bytes()), proof.index(), proof.hashes(),
                        proof.checkpointNote()).text());
    }

    /** Named and not refused by {@code q=0} (RFC 9110, 12.5.3); a star alone is not taken for it. */
    private static boolean takesGzip(HttpServletRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null && Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(","))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding -> coding.equals("gzip")
                        || coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0(\\.0{0,3})?"));
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return packed.toByteArray();
    }

    private TilePath parse(HttpServletRequest request) {
        try {
            TilePath path = TilePath.parse(request.getRequestURI().substring(PREFIX.length()));
            if (path.isWithin(table.head().size())) {
                return path;
            }
        } catch (LedgerRefused | LedgerDamaged malformed) {
            // Falls through: a path that is not one and a tile that is not there are the same 404.
        }
        throw new Refused(Refused.Kind.UNKNOWN, "ledger.unknown-tile");
    }
}
