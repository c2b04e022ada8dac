// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key to check notes with, written {@code name+id+base64} (C2SP signed-note). Ed25519 (type 1) only;
 * a key of another type is refused rather than carried along unused.
 */
public final class VerifierKey {

    private static final byte ED25519 = 1;
    private static final int ID_BYTES = 4;

    /** What stands before the 32 bytes of an Ed25519 key in X.509 form (RFC 8410, 4). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] typed;
    private final PublicKey publicKey;

    private VerifierKey(String name, byte[] typed) {
        if (!isName(name) || typed.length != 1 + 32 || typed[0] != ED25519) {
            throw refused();
        }
        this.name = name;
        this.typed = typed;
        this.publicKey = publicKey(Arrays.copyOfRange(typed, 1, typed.length));
    }

    /** @throws LedgerRefused {@code ledger.verifier-key} if name or key cannot serve */
    public static VerifierKey ed25519(String name, PublicKey publicKey) {
        byte[] x509 = publicKey.getEncoded();
        if (!Arrays.equals(x509, 0, Math.min(x509.length, X509_PREFIX.length), X509_PREFIX, 0,
                X509_PREFIX.length)) {
            throw refused();
        }
        byte[] typed = Arrays.copyOfRange(x509, X509_PREFIX.length - 1, x509.length);
        typed[0] = ED25519;
        return new VerifierKey(name, typed);
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

    /** The first four bytes of SHA-256 over name, newline, type and key. */
    public byte[] keyId() {
        byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(Hashes.plain(named, typed), ID_BYTES);
    }

    /** Whether this key made that signature over that text. */
    public boolean verifies(byte[] text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(publicKey);
            ed25519.update(text);
            return ed25519.verify(signature);
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

    private static PublicKey publicKey(byte[] raw) {
        byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + raw.length);
        System.arraycopy(raw, 0, x509, X509_PREFIX.length, raw.length);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
        } catch (GeneralSecurityException noPoint) {
            throw refused();
        }
    }

    private static LedgerRefused refused() {
        return new LedgerRefused("ledger.verifier-key");
    }
}
