// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The kinds of signature a note can carry (C2SP signed-note, tlog-cosignature), each with the type that stands
 * before the public key and with its names in the Java cryptography architecture. What the Java platform does
 * not have itself, SM2 on every version and ML-DSA before version 24, comes from a provider the program
 * registers; where there is none, a key of that kind is refused with {@code ledger.algorithm-absent}.
 */
public enum NoteAlgorithm {

    /** Ed25519 over the text (RFC 8032); the key is its 32 bytes. */
    ED25519("Ed25519", "01", "302a300506032b6570032100", 32, "Ed25519", "Ed25519"),

    /** ECDSA over P-256 with SHA-256, the signature in DER; the key is its whole X.509 form. */
    ECDSA_P256("ECDSA P-256", "02", "", 91, "EC", "SHA256withECDSA"),

    /**
     * SM2 with SM3 (GB/T 32918.2, GB/T 32905) and the usual identity 1234567812345678, the signature in DER;
     * the key is the point, uncompressed. C2SP has no number for it, so its type is ff and a long identifier.
     */
    SM2_SM3("SM2", "ff" + "73686f7578696e2f6e6f74652d736d322d736d332d763100",
            "3059301306072a8648ce3d020106082a811ccf5501822d034200", 65, "EC", "SM3withSM2"),

    /** A witness's timestamped Ed25519 over a checkpoint ({@code cosignature/v1}). */
    ED25519_COSIGNATURE("Ed25519", "04", "302a300506032b6570032100", 32, "Ed25519", "Ed25519"),

    /** A timestamped ML-DSA-44 (FIPS 204) over a tree ({@code subtree/v1}), of a witness or of a log. */
    ML_DSA_44_COSIGNATURE("ML-DSA-44", "06", "30820532300b06096086480165030403110382052100", 1312,
            "ML-DSA-44", "ML-DSA-44");

    /** Of the kinds whose signatures all have one length. */
    private static final int ED25519_BYTES = 64;
    private static final int ML_DSA_44_BYTES = 2420;

    private static final String P256_X509 = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
    private static final String REFUSED = "ledger.verifier-key";
    private static final String ABSENT = "ledger.algorithm-absent";
    private static final String ELLIPTIC = "EC";

    private final String title;
    private final byte[] type;
    private final byte[] x509Prefix;
    private final int keyBytes;
    private final String keyName;
    private final String signatureName;

    @SuppressWarnings("checkstyle:ParameterNumber") // One row of the table above.
    NoteAlgorithm(String title, String type, String x509Prefix, int keyBytes, String keyName,
            String signatureName) {
        this.title = title;
        this.type = HexFormat.of().parseHex(type);
        this.x509Prefix = HexFormat.of().parseHex(x509Prefix);
        this.keyBytes = keyBytes;
        this.keyName = keyName;
        this.signatureName = signatureName;
    }

    /** The name people know it by, the same in every language; both uses of Ed25519 have one name. */
    public String title() {
        return title;
    }

    /** Whether such a key can sign a log's own checkpoints; a cosignature of Ed25519 is a witness's only. */
    public boolean isForLogs() {
        return this != ED25519_COSIGNATURE;
    }

    /** Whether a signature of this kind carries the time at which a witness saw the tree. */
    public boolean isCosignature() {
        return this == ED25519_COSIGNATURE || this == ML_DSA_44_COSIGNATURE;
    }

    /** Whether this platform, with the providers registered now, can verify such signatures. */
    public boolean isAvailable() {
        try {
            signature();
            return true;
        } catch (NoSuchAlgorithmException absent) {
            return false;
        }
    }

    /**
     * Makes a new pair of keys.
     *
     * @throws LedgerRefused {@code ledger.algorithm-absent} if no provider has the algorithm
     */
    public KeyPair newPair() {
        // One provider after the other: generators do not pass a curve on that they do not know.
        Provider[] providers = Security.getProviders("KeyPairGenerator." + keyName);
        for (Provider provider : providers == null ? new Provider[0] : providers) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(keyName, provider);
                if (keyName.equals(ELLIPTIC)) {
                    generator.initialize(new ECGenParameterSpec(this == SM2_SM3 ? "sm2p256v1" : "secp256r1"));
                }
                return generator.generateKeyPair();
            } catch (GeneralSecurityException another) {
                // The next one may have it.
            }
        }
        throw new LedgerRefused(ABSENT);
    }

    /**
     * Reads a pair of keys that was kept.
     *
     * @param privatePart in PKCS #8, as {@link PrivateKey#getEncoded} gave it
     * @param publicPart in X.509, as {@link PublicKey#getEncoded} gave it
     * @throws LedgerRefused {@code ledger.signer.pair} if one of them does not read; {@code
     *     ledger.algorithm-absent} if no provider has the algorithm
     */
    public KeyPair pair(byte[] privatePart, byte[] publicPart) {
        try {
            // One factory each: the provider that reads the one need not be able to read the other.
            PublicKey verifying = KeyFactory.getInstance(keyName).generatePublic(new X509EncodedKeySpec(publicPart));
            return new KeyPair(verifying,
                    KeyFactory.getInstance(keyName).generatePrivate(new PKCS8EncodedKeySpec(privatePart)));
        } catch (NoSuchAlgorithmException absent) {
            throw new LedgerRefused(ABSENT);
        } catch (GeneralSecurityException unreadable) {
            throw new LedgerRefused("ledger.signer.pair");
        }
    }

    /** The algorithm whose type and length a typed key has. */
    static NoteAlgorithm of(byte[] typed) {
        for (NoteAlgorithm algorithm : values()) {
            int length = algorithm.type.length;
            if (typed.length == length + algorithm.keyBytes
                    && Arrays.equals(typed, 0, length, algorithm.type, 0, length)) {
                return algorithm;
            }
        }
        throw new LedgerRefused(REFUSED);
    }

    /** The type and the key as a verifier key spells them. */
    byte[] typed(PublicKey publicKey) {
        byte[] x509 = publicKey.getEncoded();
        if (x509 == null || x509.length != x509Prefix.length + keyBytes
                || !Arrays.equals(x509, 0, x509Prefix.length, x509Prefix, 0, x509Prefix.length)) {
            throw new LedgerRefused(REFUSED);
        }
        byte[] typed = Arrays.copyOf(type, type.length + keyBytes);
        System.arraycopy(x509, x509Prefix.length, typed, type.length, keyBytes);
        return typed;
    }

    /** The key itself, without its type. */
    byte[] raw(byte[] typed) {
        return Arrays.copyOfRange(typed, type.length, typed.length);
    }

    PublicKey publicKey(byte[] raw) {
        if (!isGood(raw)) {
            throw new LedgerRefused(REFUSED);
        }
        byte[] x509 = Arrays.copyOf(x509Prefix, x509Prefix.length + raw.length);
        System.arraycopy(raw, 0, x509, x509Prefix.length, raw.length);
        if (!isAvailable()) {
            throw new LedgerRefused(ABSENT);
        }
        try {
            return KeyFactory.getInstance(keyName).generatePublic(new X509EncodedKeySpec(x509));
        } catch (NoSuchAlgorithmException absent) {
            throw new LedgerRefused(ABSENT);
        } catch (GeneralSecurityException noKey) {
            throw new LedgerRefused(REFUSED);
        }
    }

    /**
     * Whether a signature is as long as it must be. The platform's Ed25519 of Java 17 ignores what follows the
     * 64th byte, so that one signature would have many spellings; DER is checked by those who read it.
     */
    boolean isLength(int bytes) {
        return switch (this) {
            case ED25519, ED25519_COSIGNATURE -> bytes == ED25519_BYTES;
            case ML_DSA_44_COSIGNATURE -> bytes == ML_DSA_44_BYTES;
            case ECDSA_P256, SM2_SM3 -> true;
        };
    }

    Signature signature() throws NoSuchAlgorithmException {
        return Signature.getInstance(signatureName);
    }

    String signatureName() {
        return signatureName;
    }

    byte[] keyId(String name, byte[] typed) {
        // Witnesses in the field compute the id of ECDSA keys so, and signed-note says it of them.
        return Arrays.copyOf(this == ECDSA_P256 ? Hashes.plain(raw(typed))
                : Hashes.plain((name + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
    }

    private boolean isGood(byte[] raw) {
        return switch (this) {
            case ED25519, ED25519_COSIGNATURE -> CurvePoint.isEd25519Key(raw);
            case SM2_SM3 -> CurvePoint.SM2.isOn(raw);
            case ECDSA_P256 -> {
                byte[] prefix = HexFormat.of().parseHex(P256_X509);
                yield Arrays.equals(raw, 0, prefix.length, prefix, 0, prefix.length)
                        && CurvePoint.P256.isOn(Arrays.copyOfRange(raw, prefix.length, raw.length));
            }
            case ML_DSA_44_COSIGNATURE -> true;
        };
    }
}
