// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** A log of five entries, signed at three and at five with the first key of RFC 8032, 7.1. */
final class SignedLog {

    static final String ORIGIN = "ledger.example.com/shouxin";

    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    private static final String RAW = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    static final Ed25519Signer SIGNER = signer();
    static final VerifierKey KEY = SIGNER.verifierKey();
    static final List<byte[]> LEAVES = IntStream.range(0, 5)
            .mapToObj(i -> Hashes.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8))).toList();

    private SignedLog() {
    }

    /** The signed checkpoint of the first so many entries. */
    static byte[] note(int size) {
        return Note.sign(checkpoint(size).text(), SIGNER);
    }

    static Checkpoint checkpoint(int size) {
        return new Checkpoint(ORIGIN, size, growth(size).root());
    }

    /** The tiles of the whole: the smaller trees are their beginning. */
    static TileReader tiles() {
        byte[] hashes = growth(LEAVES.size()).tiles().get(0).hashes();
        return (level, n, width) -> java.util.Arrays.copyOf(hashes, width * Hashes.SIZE);
    }

    private static TileGrowth growth(int size) {
        return TileGrowth.grow(0, (level, n, width) -> new byte[0], LEAVES.subList(0, size));
    }

    private static Ed25519Signer signer() {
        try {
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            return new Ed25519Signer(ORIGIN,
                    keys.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519,
                            HexFormat.of().parseHex(SEED))),
                    keys.generatePublic(new X509EncodedKeySpec(
                            HexFormat.of().parseHex("302a300506032b6570032100" + RAW))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
