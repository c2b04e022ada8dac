// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.time.Clock;
import java.util.Optional;

/**
 * Signs notes with a key of any {@link NoteAlgorithm} through the Java cryptography architecture. The private
 * key may be a handle to one that never leaves a security module: it is only ever given to its provider. Safe
 * for use by several threads if the provider is.
 */
public final class JcaSigner implements NoteSigner {

    /** No checkpoint, so that the signature made over it while trying the pair can serve nobody. */
    private static final byte[] TRIAL = "do these two keys belong together\n".getBytes(
            StandardCharsets.US_ASCII);

    private final VerifierKey verifierKey;
    private final PrivateKey privateKey;
    private final Optional<Provider> provider;
    private final Clock clock;

    private JcaSigner(VerifierKey verifierKey, PrivateKey privateKey, Optional<Provider> provider, Clock clock) {
        this.verifierKey = verifierKey;
        this.privateKey = privateKey;
        this.provider = provider;
        this.clock = clock;
        if (!verifierKey.verifiesPlainly(TRIAL, signPlainly(TRIAL))) {
            throw new LedgerRefused("ledger.signer.pair");
        }
    }

    /**
     * A signer whose key any registered provider may use.
     *
     * @param clock tells the time of cosignatures; the other kinds do not ask it
     * @throws LedgerRefused {@code ledger.signer.pair} if the two keys are not one pair; {@code
     *     ledger.algorithm-absent} if no provider has the algorithm
     */
    public static JcaSigner of(VerifierKey verifierKey, PrivateKey privateKey, Clock clock) {
        return new JcaSigner(verifierKey, privateKey, Optional.empty(), clock);
    }

    /** A signer whose key this provider alone can use, such as one over a PKCS#11 module. */
    public static JcaSigner of(VerifierKey verifierKey, PrivateKey privateKey, Clock clock, Provider provider) {
        return new JcaSigner(verifierKey, privateKey, Optional.of(provider), clock);
    }

    @Override
    public String name() {
        return verifierKey.name();
    }

    @Override
    public byte[] keyId() {
        return verifierKey.keyId();
    }

    @Override
    public byte[] sign(byte[] text) {
        NoteAlgorithm algorithm = verifierKey.algorithm();
        if (!algorithm.isCosignature()) {
            return signPlainly(text);
        }
        long seconds = clock.instant().getEpochSecond();
        return Cosignature.timestamped(seconds,
                signPlainly(Cosignature.message(algorithm, name(), seconds, text)));
    }

    /** What others need to check the signatures. */
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    private byte[] signPlainly(byte[] message) {
        String name = verifierKey.algorithm().signatureName();
        try {
            Signature signature = provider.isPresent() ? Signature.getInstance(name, provider.get())
                    : Signature.getInstance(name);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (NoSuchAlgorithmException absent) {
            throw new LedgerRefused("ledger.algorithm-absent");
        } catch (InvalidKeyException foreign) {
            throw new LedgerRefused("ledger.signer.pair");
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("the key's provider could not sign", failed);
        }
    }
}
