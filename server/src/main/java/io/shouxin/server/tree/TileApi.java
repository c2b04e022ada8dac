// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.LedgerRefused;
import io.shouxin.core.ledger.Tile;
import io.shouxin.core.ledger.TilePath;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The tree for everybody, as C2SP tlog-tiles says; the entries for those who may read them. */
@RestController
class TileApi {

    private static final String PREFIX = "/ledger/";
    private static final MediaType CHECKPOINT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final Duration CHECKPOINT_FRESH = Duration.ofSeconds(5);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Entries entries;
    private final TreeTable table;
    private final CheckpointSigner signer;

    TileApi(Entries entries, TreeTable table, CheckpointSigner signer) {
        this.entries = entries;
        this.table = table;
        this.signer = signer;
    }

    @GetMapping("/ledger/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        byte[] note = table.head().note()
                .orElseThrow(() -> new Refused(Refused.Kind.UNAVAILABLE, "ledger.not-yet-signed"));
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
        return immutable(hashes);
    }

    @GetMapping("/ledger/tile/entries/**")
    @PreAuthorize("hasAuthority('ledger.read')")
    ResponseEntity<byte[]> bundle(HttpServletRequest request) {
        TilePath path = parse(request);
        long first = path.n() * Tile.WIDTH;
        List<byte[]> bundle = entries.between(first, first + path.width()).stream()
                .map(Stored::bytes).toList();
        return immutable(EntryBundle.write(bundle));
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

    private static ResponseEntity<byte[]> immutable(byte[] bytes) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .body(bytes);
    }
}
