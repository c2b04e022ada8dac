// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.ProofStep;
import io.shouxin.core.ledger.Tile;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.Tree;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Proves that an entry is in the tree that was signed. */
@Service
public class Proofs {

    /** A proof with what a picture of it needs. */
    public record Proof(long entry, byte[] leafHash, long size, byte[] root, List<byte[]> hashes,
            List<ProofStep> path, TlogProof receipt) {}

    private static final int TRIES = 40;
    private static final long TRY_EVERY_MILLIS = 50;

    private final Entries entries;
    private final TreeTable table;
    private final CheckpointSigner signer;
    private final Published published;
    private final ObjectProvider<Cosigned> cosigned;

    Proofs(Entries entries, TreeTable table, CheckpointSigner signer, Published published,
            ObjectProvider<Cosigned> cosigned) {
        this.entries = entries;
        this.table = table;
        this.signer = signer;
        this.published = published;
        this.cosigned = cosigned;
    }

    /**
     * The proof for an entry in the newest tree that counts by the policy of witnesses, if the entry is in
     * it, else in the newest signed tree. An entry of the last moment is waited for.
     *
     * <p>An entry that was pruned is proved by its hash, which the tiles keep: the receipt still shows that what
     * somebody holds was in the ledger.
     *
     * @throws Refused {@code ledger.unknown-entry} for a number beyond the last, {@code
     *     ledger.not-yet-signed} if the sequencer is behind, {@code ledger.rolled-back} if the tree does not
     *     continue what was published
     */
    public Proof of(long number) {
        Optional<byte[]> entry = entries.at(number).map(Stored::bytes);
        if (entry.isEmpty() && entries.pruned(number).isPresent()) {
            return ofLeaf(number, leaf(number));
        }
        return of(number, entry.orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.unknown-entry")));
    }

    /** The proof for bytes that may or may not be the entry that was signed under this number. */
    public Proof of(long number, byte[] entry) {
        return ofLeaf(number, Hashes.leaf(entry));
    }

    private byte[] leaf(long number) {
        int place = (int) (number % Tile.WIDTH);
        byte[] tile = new StoredTiles(table).tile(0, number / Tile.WIDTH, place + 1);
        return Arrays.copyOfRange(tile, place * Hashes.SIZE, (place + 1) * Hashes.SIZE);
    }

    private Proof ofLeaf(long number, byte[] leaf) {
        TreeHead tree = signedBeyond(number);
        List<byte[]> hashes = Tree.inclusionProof(number, tree.size(), new StoredTiles(table));
        TlogProof receipt = new TlogProof(Optional.empty(), number, hashes, tree.note().orElseThrow());
        return new Proof(number, leaf, tree.size(), tree.root(), hashes,
                Tree.path(leaf, number, tree.size(), hashes), receipt);
    }

    /** Whether the proof holds with the public key alone, as a stranger would check it. */
    public boolean holds(Proof proof) {
        try {
            proof.receipt().verify(proof.leafHash(), verifiers());
            return true;
        } catch (LedgerDamaged differs) {
            return false;
        }
    }

    public VerifierKey[] verifiers() {
        return signer.verifiers().toArray(VerifierKey[]::new);
    }

    private TreeHead signedBeyond(long number) {
        Optional<TreeHead> counts = Optional.ofNullable(cosigned.getIfAvailable()).flatMap(Cosigned::newest)
                .filter(tree -> tree.size() > number);
        TreeHead tree = counts.orElseGet(() -> newestBeyond(number));
        // A receipt publishes its checkpoint as much as the tile service does.
        published.requireContinues();
        return tree;
    }

    private TreeHead newestBeyond(long number) {
        for (int i = 0; i < TRIES; i++) {
            TreeHead tree = table.head();
            if (tree.size() > number && tree.note().isPresent()) {
                return tree;
            }
            await();
        }
        throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.not-yet-signed");
    }

    private static void await() {
        try {
            Thread.sleep(TRY_EVERY_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
