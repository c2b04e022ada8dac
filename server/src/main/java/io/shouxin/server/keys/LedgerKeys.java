// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.Ed25519Signer;
import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.LedgerRefused;
import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.tree.CheckpointSigner;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that sign the ledger's checkpoints: Ed25519, wrapped under the root like the others; where the root
 * is in a security module a second one, ECDSA over P-256, that never leaves it; and those that the operator asks
 * for besides ({@link FurtherSignature}), kept like the first. Readers that know one of them check that one and
 * pass over the others (C2SP signed-note), so a log goes on under the key it began with whatever is added.
 *
 * <p>While the keys are closed nothing is signed. The public keys, once read, still serve: to verify needs
 * no secret.
 */
@Component
class LedgerKeys implements CheckpointSigner {

    private static final String NAME = "ledger.signing.1";

    private final Keys keys;
    private final Opening opening;
    private final Custodies custodies;
    private final Clock clock;
    private final String origin;
    private final List<FurtherSignature> further;
    private volatile @Nullable Signing signing;
    private volatile List<VerifierKey> verifiers = List.of();

    /** The signers of one opening; the next one reads them anew. */
    private record Signing(OpenKeys of, List<NoteSigner> signers) {}

    /** @throws KeysFailed if something is to sign that neither this Java nor a provider has */
    LedgerKeys(Keys keys, Opening opening, Custodies custodies, KeysSettings settings, Clock clock) {
        this.keys = keys;
        this.opening = opening;
        this.custodies = custodies;
        this.clock = clock;
        this.origin = settings.logName();
        this.further = settings.alsoSignWith();
        further.forEach(LedgerKeys::requireAvailable);
        if (opening.present().isPresent()) {
            // A key that does not read is found at the start and not at the first entry.
            signers();
        }
    }

    private static void requireAvailable(FurtherSignature one) {
        if (!one.algorithm().isAvailable()) {
            throw new KeysFailed("shouxin.keys.also-sign-with: neither this Java (" + Runtime.version().feature()
                    + ") nor a provider has what " + one.code() + " needs. Leave it out, or use a Java that has it.");
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

    /** What signs here while the keys are open, the one that every checkpoint has first. */
    List<NoteAlgorithm> algorithms() {
        List<NoteAlgorithm> all = new ArrayList<>(List.of(NoteAlgorithm.ED25519));
        if (isInModule()) {
            all.add(NoteAlgorithm.ECDSA_P256);
        }
        further.forEach(one -> all.add(one.algorithm()));
        return all;
    }

    /** Lets go of the private keys when the keys are closed; the next opening reads them anew. */
    void forget() {
        signing = null;
    }

    private Signing read(OpenKeys open) {
        KeyPair pair = pair(NAME, NoteAlgorithm.ED25519);
        List<NoteSigner> signers = new ArrayList<>();
        List<VerifierKey> known = new ArrayList<>();
        signers.add(new Ed25519Signer(origin, pair.getPrivate(), pair.getPublic()));
        known.add(VerifierKey.ed25519(origin, pair.getPublic()));
        List<JcaSigner> others = new ArrayList<>();
        if (isInModule()) {
            others.add(custodies.token().signer());
        }
        further.forEach(one -> others.add(signer(one)));
        others.forEach(one -> known.add(one.verifierKey()));
        signers.addAll(others);
        verifiers = List.copyOf(known);
        return new Signing(open, List.copyOf(signers));
    }

    private boolean isInModule() {
        return opening.custodyInUse().filter(one -> one.kind() == Custody.Kind.HSM).isPresent();
    }

    private JcaSigner signer(FurtherSignature one) {
        KeyPair pair = pair(one.storedAs(), one.algorithm());
        try {
            return JcaSigner.of(VerifierKey.of(origin, one.algorithm(), pair.getPublic()), pair.getPrivate(), clock);
        } catch (LedgerRefused noPair) {
            throw unreadable(one.algorithm());
        }
    }

    /** Stored as: length of the private part, PKCS #8, X.509. */
    private KeyPair pair(String name, NoteAlgorithm algorithm) {
        byte[] plain = keys.named(name, () -> generate(algorithm)).plain(PlainAccess.granted());
        ByteBuffer both = ByteBuffer.wrap(plain);
        byte[] privatePart = new byte[both.getShort()];
        both.get(privatePart);
        byte[] publicPart = new byte[both.remaining()];
        both.get(publicPart);
        try {
            return algorithm.pair(privatePart, publicPart);
        } catch (LedgerRefused damaged) {
            throw unreadable(algorithm);
        } finally {
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(privatePart, (byte) 0);
        }
    }

    private static SecretBytes generate(NoteAlgorithm algorithm) {
        KeyPair pair = algorithm.newPair();
        byte[] privatePart = pair.getPrivate().getEncoded();
        byte[] publicPart = pair.getPublic().getEncoded();
        ByteBuffer both = ByteBuffer.allocate(2 + privatePart.length + publicPart.length);
        both.putShort((short) privatePart.length).put(privatePart).put(publicPart);
        SecretBytes stored = SecretBytes.copyOf(both.array());
        Arrays.fill(both.array(), (byte) 0);
        Arrays.fill(privatePart, (byte) 0);
        return stored;
    }

    private static KeysFailed unreadable(NoteAlgorithm algorithm) {
        return new KeysFailed("The ledger's signing key for " + algorithm.title() + " does not read: the key tables "
                + "are damaged, or a later Java made the key than this one.");
    }
}
