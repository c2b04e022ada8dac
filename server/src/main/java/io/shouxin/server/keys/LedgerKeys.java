// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.Ed25519Signer;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.tree.CheckpointSigner;

import org.springframework.stereotype.Component;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/** The Ed25519 key that signs the ledger's checkpoints, wrapped under the root like the others. */
@Component
class LedgerKeys implements CheckpointSigner {

    private static final String NAME = "ledger.signing.1";
    private static final String ALGORITHM = "Ed25519";

    private final String origin;
    private final Ed25519Signer signer;
    private final VerifierKey verifier;

    LedgerKeys(Keys keys, KeysSettings settings) {
        this.origin = settings.logName();
        KeyPair pair = read(keys.named(NAME, LedgerKeys::generate));
        this.signer = new Ed25519Signer(origin, pair.getPrivate(), pair.getPublic());
        this.verifier = VerifierKey.ed25519(origin, pair.getPublic());
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public List<NoteSigner> signers() {
        return List.of(signer);
    }

    @Override
    public List<VerifierKey> verifiers() {
        return List.of(verifier);
    }

    /** Stored as: length of the private part, PKCS #8, X.509. */
    private static SecretBytes generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] privatePart = pair.getPrivate().getEncoded();
            byte[] publicPart = pair.getPublic().getEncoded();
            ByteBuffer both = ByteBuffer.allocate(2 + privatePart.length + publicPart.length);
            both.putShort((short) privatePart.length).put(privatePart).put(publicPart);
            return SecretBytes.copyOf(both.array());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("This JDK has no Ed25519.", absent);
        }
    }

    private static KeyPair read(SecretBytes stored) {
        ByteBuffer both = ByteBuffer.wrap(stored.plain(PlainAccess.granted()));
        byte[] privatePart = new byte[both.getShort()];
        both.get(privatePart);
        byte[] publicPart = new byte[both.remaining()];
        both.get(publicPart);
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            PrivateKey signing = factory.generatePrivate(new PKCS8EncodedKeySpec(privatePart));
            PublicKey verifying = factory.generatePublic(new X509EncodedKeySpec(publicPart));
            return new KeyPair(verifying, signing);
        } catch (GeneralSecurityException damaged) {
            throw new KeysFailed("The ledger's signing key does not read; the key tables are damaged.");
        }
    }
}
