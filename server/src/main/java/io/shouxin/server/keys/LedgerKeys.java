// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.Ed25519Signer;
import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.tree.CheckpointSigner;

import org.jspecify.annotations.Nullable;
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
import java.util.Arrays;
import java.util.List;

/**
 * The keys that sign the ledger's checkpoints: Ed25519, wrapped under the root like the others, and where
 * the root is in a security module a second one, ECDSA over P-256, that never leaves it. Readers that know
 * one of the two check that one and pass over the other (C2SP signed-note).
 *
 * <p>While the keys are closed nothing is signed. The public key, once read, still serves: to verify needs
 * no secret.
 */
@Component
class LedgerKeys implements CheckpointSigner {

    private static final String NAME = "ledger.signing.1";
    private static final String ALGORITHM = "Ed25519";

    private final Keys keys;
    private final Opening opening;
    private final Custodies custodies;
    private final String origin;
    private volatile @Nullable Signing signing;
    private volatile List<VerifierKey> verifiers = List.of();

    /** The signers of one opening; the next one reads them anew. */
    private record Signing(OpenKeys of, List<NoteSigner> signers) {}

    LedgerKeys(Keys keys, Opening opening, Custodies custodies, KeysSettings settings) {
        this.keys = keys;
        this.opening = opening;
        this.custodies = custodies;
        this.origin = settings.logName();
        if (opening.present().isPresent()) {
            // A key that does not read is found at the start and not at the first entry.
            signers();
        }
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public List<NoteSigner> signers() {
        OpenKeys open = opening.required();
        Signing known = signing;
        if (known == null || known.of() != open) {
            known = read(open);
            signing = known;
        }
        return known.signers();
    }

    @Override
    public List<VerifierKey> verifiers() {
        if (verifiers.isEmpty()) {
            signers();
        }
        return verifiers;
    }

    /** Lets go of the private key when the keys are closed; the next opening reads it anew. */
    void forget() {
        signing = null;
    }

    private Signing read(OpenKeys open) {
        KeyPair pair = read(keys.named(NAME, LedgerKeys::generate));
        VerifierKey verifier = VerifierKey.ed25519(origin, pair.getPublic());
        NoteSigner ed25519 = new Ed25519Signer(origin, pair.getPrivate(), pair.getPublic());
        if (opening.custodyInUse().filter(one -> one.kind() == Custody.Kind.HSM).isEmpty()) {
            verifiers = List.of(verifier);
            return new Signing(open, List.of(ed25519));
        }
        JcaSigner inModule = custodies.token().signer();
        verifiers = List.of(verifier, inModule.verifierKey());
        return new Signing(open, List.of(ed25519, inModule));
    }

    /** Stored as: length of the private part, PKCS #8, X.509. */
    private static SecretBytes generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] privatePart = pair.getPrivate().getEncoded();
            byte[] publicPart = pair.getPublic().getEncoded();
            ByteBuffer both = ByteBuffer.allocate(2 + privatePart.length + publicPart.length);
            both.putShort((short) privatePart.length).put(privatePart).put(publicPart);
            SecretBytes stored = SecretBytes.copyOf(both.array());
            Arrays.fill(both.array(), (byte) 0);
            Arrays.fill(privatePart, (byte) 0);
            return stored;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("This JDK has no Ed25519.", absent);
        }
    }

    private static KeyPair read(SecretBytes stored) {
        byte[] plain = stored.plain(PlainAccess.granted());
        ByteBuffer both = ByteBuffer.wrap(plain);
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
        } finally {
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(privatePart, (byte) 0);
        }
    }
}
