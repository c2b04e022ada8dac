// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key to check notes with, written {@code name+id+base64} (C2SP signed-note). A key of a kind that is
 * not a {@link NoteAlgorithm}, or that this platform cannot use, is refused rather than carried along unused;
 * so is an Ed25519 key in a second spelling or of small order.
 */
public final class VerifierKey {

    private final String name;
    private final NoteAlgorithm algorithm;
    private final byte[] typed;
    private final PublicKey publicKey;

    private VerifierKey(String name, byte[] typed) {
        if (!isName(name)) {
            throw refused();
        }
        this.name = name;
        this.typed = typed;
        this.algorithm = NoteAlgorithm.of(typed);
        this.publicKey = algorithm.publicKey(algorithm.raw(typed));
    }

    /** @throws LedgerRefused {@code ledger.verifier-key} if name or key cannot serve */
    public static VerifierKey ed25519(String name, PublicKey publicKey) {
        return of(name, NoteAlgorithm.ED25519, publicKey);
    }

    /**
     * @throws LedgerRefused {@code ledger.verifier-key} if name or key cannot serve; {@code
     *     ledger.algorithm-absent} if no provider has the algorithm
     */
    public static VerifierKey of(String name, NoteAlgorithm algorithm, PublicKey publicKey) {
        return new VerifierKey(name, algorithm.typed(publicKey));
    }

    /** @throws LedgerRefused {@code ledger.verifier-key} for anything but one key in its one spelling */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw refused();
        }
        VerifierKey key = new VerifierKey(parts[0], typed(parts[2]));
        // The id is a checksum too: a mistyped key does not match it.
        if (!key.toString().equals(text)) {
            throw refused();
        }
        return key;
    }

    public String name() {
        return name;
    }

    public NoteAlgorithm algorithm() {
        return algorithm;
    }

    /** The first four bytes of SHA-256 over name, newline, type and key; for ECDSA over the key alone. */
    public byte[] keyId() {
        return algorithm.keyId(name, typed);
    }

    /** Whether both are the same key, whatever they are called and used for. */
    public boolean isSameKey(VerifierKey other) {
        return Arrays.equals(publicKey.getEncoded(), other.publicKey.getEncoded());
    }

    /** Whether this key made that signature over that text. */
    public boolean verifies(byte[] text, byte[] signature) {
        if (!algorithm.isCosignature()) {
            return verifiesPlainly(text, signature);
        }
        long seconds = Cosignature.seconds(signature);
        try {
            return seconds >= 0 && verifiesPlainly(Cosignature.message(algorithm, name, seconds, text),
                    Cosignature.signature(signature));
        } catch (LedgerDamaged noCheckpoint) {
            return false;
        }
    }

    boolean verifiesPlainly(byte[] message, byte[] signature) {
        if (!algorithm.isLength(signature.length)) {
            return false;
        }
        try {
            Signature verifying = algorithm.signature();
            verifying.initVerify(publicKey);
            verifying.update(message);
            return verifying.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** The key in its text form. */
    @Override
    public String toString() {
        return name + "+" + HexFormat.of().formatHex(keyId()) + "+" + TextLine.base64(typed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && name.equals(that.name)
                && Arrays.equals(typed, that.typed);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Arrays.hashCode(typed);
    }

    /** Not empty, no Unicode space, no plus sign; a control character could not stand in a note either. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(c -> c == '+' || Character.isISOControl(c)
                || Character.isSpaceChar(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static byte[] typed(String base64) {
        try {
            return TextLine.base64(base64, "ledger.verifier-key");
        } catch (LedgerDamaged mistyped) {
            throw refused();
        }
    }

    private static LedgerRefused refused() {
        return new LedgerRefused("ledger.verifier-key");
    }
}
