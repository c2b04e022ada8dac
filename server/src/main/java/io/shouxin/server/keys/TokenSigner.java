// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.NoteSigner;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * Signs notes with ECDSA over P-256 and SHA-256 in a security module (type 2 of C2SP signed-note; its key
 * id is made of the public key's X.509 form alone). Safe for use by several threads.
 */
final class TokenSigner implements NoteSigner {

    private static final int ID_BYTES = 4;

    private final String name;
    private final PrivateKey handle;
    private final PublicKey publicKey;
    private final Provider provider;

    TokenSigner(String name, PrivateKey handle, PublicKey publicKey, Provider provider) {
        this.name = name;
        this.handle = handle;
        this.publicKey = publicKey;
        this.provider = provider;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] keyId() {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded()), ID_BYTES);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every JDK has SHA-256.", absent);
        }
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSA", provider);
            ecdsa.initSign(handle);
            ecdsa.update(text);
            return ecdsa.sign();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("The security module could not sign.", failed);
        }
    }

    PublicKey publicKey() {
        return publicKey;
    }
}
