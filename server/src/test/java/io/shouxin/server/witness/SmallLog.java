// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.AddCheckpoint;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Ed25519Signer;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.Tile;
import io.shouxin.core.ledger.TileGrowth;
import io.shouxin.core.ledger.TileReader;
import io.shouxin.core.ledger.Tree;
import io.shouxin.core.ledger.VerifierKey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log of other people, small, with a second history where one is wanted. */
final class SmallLog {

    private final String origin;
    private final Ed25519Signer signer;
    private final VerifierKey key;

    SmallLog(String origin) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            this.origin = origin;
            this.signer = new Ed25519Signer(origin, pair.getPrivate(), pair.getPublic());
            this.key = VerifierKey.ed25519(origin, pair.getPublic());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    VerifierKey key() {
        return key;
    }

    /** @param history entries differ from history to history, from entry 3 on */
    private static TileReader tiles(int size, String history) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(Hashes.leaf(((i < 3 ? "" : history) + i).getBytes(StandardCharsets.UTF_8)));
        }
        Map<String, byte[]> tiles = new HashMap<>();
        for (Tile tile : TileGrowth.grow(0, (level, n, width) -> new byte[0], leaves).tiles()) {
            tiles.put(tile.level() + "/" + tile.n(), tile.hashes());
        }
        return (level, n, width) -> Arrays.copyOf(tiles.get(level + "/" + n), width * Hashes.SIZE);
    }

    byte[] checkpoint(int size, String history) {
        return Note.sign(new Checkpoint(origin, size, Tree.root(size, tiles(size, history))).text(), signer);
    }

    /** The body that asks to cosign this size from that one. */
    byte[] body(int from, int size) {
        return body(from, size, "");
    }

    byte[] body(int from, int size, String history) {
        return new AddCheckpoint(from, Tree.consistencyProof(from, size, tiles(size, history)),
                checkpoint(size, history)).body();
    }
}
