// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A log in memory, grown through {@link TileGrowth}, signed with the first key of RFC 8032, 7.1. */
final class LogFixture implements TileReader {

    static final String ORIGIN = "ledger.example.com/shouxin";

    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    private static final String KEY =
            ORIGIN + "+a139acbe+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    final List<byte[]> entries = new ArrayList<>();
    final Map<String, byte[]> tiles = new HashMap<>();
    byte[] root = Hashes.emptyRoot();

    static LogFixture of(int size) {
        LogFixture log = new LogFixture();
        log.append(size);
        return log;
    }

    static byte[] entry(long index) {
        return ("entry " + index).getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> leaves(int from, int to) {
        return IntStream.range(from, to).mapToObj(index -> Hashes.leaf(entry(index))).toList();
    }

    static Ed25519Signer signer() {
        return new Ed25519Signer(ORIGIN, privateKey(SEED), publicKey());
    }

    static VerifierKey key() {
        return VerifierKey.parse(KEY);
    }

    private static PublicKey publicKey() {
        String raw = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(
                    HexFormat.of().parseHex("302a300506032b6570032100" + raw)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static PrivateKey privateKey(String seed) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(
                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, HexFormat.of().parseHex(seed)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void append(int count) {
        int size = entries.size();
        TileGrowth growth = TileGrowth.grow(size, this, leaves(size, size + count));
        growth.tiles().forEach(tile -> tiles.put(tile.level() + "/" + tile.n(), tile.hashes()));
        IntStream.range(size, size + count).forEach(index -> entries.add(entry(index)));
        root = growth.root();
    }

    /** One entry of any bytes. */
    void add(byte[] entry) {
        TileGrowth growth = TileGrowth.grow(entries.size(), this, List.of(Hashes.leaf(entry)));
        growth.tiles().forEach(tile -> tiles.put(tile.level() + "/" + tile.n(), tile.hashes()));
        entries.add(entry);
        root = growth.root();
    }

    byte[] checkpoint() {
        return checkpoint(root);
    }

    byte[] checkpoint(byte[] claimed) {
        return Note.sign(new Checkpoint(ORIGIN, entries.size(), claimed).text(), signer());
    }

    Iterator<Verifier.Line> lines() {
        return lines(0);
    }

    Iterator<Verifier.Line> lines(int from) {
        return IntStream.range(from, entries.size())
                .mapToObj(index -> new Verifier.Line(index, entries.get(index))).iterator();
    }

    @Override
    public byte[] tile(int level, long n, int width) {
        byte[] tile = tiles.get(level + "/" + n);
        if (tile == null || tile.length < width * Hashes.SIZE || width < 1) {
            throw new LedgerDamaged("ledger.tile.missing");
        }
        return Arrays.copyOf(tile, width * Hashes.SIZE);
    }
}
