// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Signs notes with Ed25519 (type 1 of C2SP signed-note). Safe for use by several threads. */
public final class Ed25519Signer implements NoteSigner {

    private final PrivateKey privateKey;
    private final VerifierKey verifierKey;

    /** @throws LedgerRefused {@code ledger.verifier-key} for a name or a public key that cannot serve */
    public Ed25519Signer(String name, PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.verifierKey = VerifierKey.ed25519(name, publicKey);
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
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(privateKey);
            ed25519.update(text);
            return ed25519.sign();
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the signing key is not an Ed25519 key", unusable);
        }
    }

    /** What others need to check the signatures. */
    public VerifierKey verifierKey() {
        return verifierKey;
    }
}
