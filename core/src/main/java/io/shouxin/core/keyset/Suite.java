// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import io.shouxin.core.secret.SecretBytes;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;

/**
 * A family of algorithms used together. Its code stands in every wrapped key and sealed value, so
 * that values of both families can live side by side while an operator changes over.
 *
 * <p>The algorithms are JCA names: a program that offers them through a provider of its own adds no
 * dependency here. Every JDK has {@link #AES}; {@link #SM} needs a provider that the program registers,
 * such as Bouncy Castle's. The provider is looked for once and then kept, because looking for it by
 * name with each value costs as much as a short value itself.
 */
public enum Suite {

    /** AES-256-GCM, AES-KWP, HMAC-SHA-256. */
    AES(1, "AES", 32, "HmacSHA256"),
    /** SM4-GCM (RFC 8998), SM4-KWP and HMAC-SM3 (GB/T 32905, GB/T 32907). */
    SM(2, "SM4", 16, "HmacSM3");

    private final byte code;
    private final String keyAlgorithm;
    private final int keyBytes;
    private final String mac;
    private volatile Provider found;

    Suite(int code, String keyAlgorithm, int keyBytes, String mac) {
        this.code = (byte) code;
        this.keyAlgorithm = keyAlgorithm;
        this.keyBytes = keyBytes;
        this.mac = mac;
    }

    /**
     * The suite with this code.
     *
     * @throws KeyDamaged if no suite has it
     */
    public static Suite ofCode(int code) {
        for (Suite suite : values()) {
            if (suite.code == code) {
                return suite;
            }
        }
        throw new KeyDamaged(KeyDamaged.UNKNOWN_SUITE);
    }

    public byte code() {
        return code;
    }

    /** Whether a registered provider has the suite's algorithms, so that this program can seal and open with it. */
    public boolean isAvailable() {
        return found().isPresent();
    }

    /** JCA name of the block cipher's keys. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** Length of the block cipher's keys in bytes. */
    public int keyBytes() {
        return keyBytes;
    }

    /** JCA name of the keyed hash; its output is 32 bytes. */
    public String macAlgorithm() {
        return mac;
    }

    /**
     * The keyed hash of the input, 32 bytes.
     *
     * @throws SuiteUnavailable if no provider has the suite
     */
    public byte[] mac(SecretBytes key, byte[] input) {
        Mac keyed = Hkdf.mac(this, key);
        try {
            return keyed.doFinal(input);
        } finally {
            Hkdf.forget(keyed);
        }
    }

    Mac newMac() {
        try {
            return Mac.getInstance(mac, provider());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The provider had it before.", e);
        }
    }

    /**
     * The bare block cipher, 16 bytes in and out, without a key yet. It shows equal blocks as equal: for
     * one block, or as part of a mode.
     *
     * @throws SuiteUnavailable if no provider has the suite
     */
    public Cipher newBlockCipher() {
        return cipher(keyAlgorithm + "/ECB/NoPadding");
    }

    Cipher newGcm() {
        return cipher(keyAlgorithm + "/GCM/NoPadding");
    }

    /** Only AES has its key wrapping in the JDK. */
    Cipher newKeyWrap() {
        return cipher("AES/KWP/NoPadding");
    }

    private Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation, provider());
        } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
            throw new IllegalStateException("The provider had it before.", e);
        }
    }

    private Provider provider() {
        Provider known = found;
        return known != null ? known : found().orElseThrow(() -> new SuiteUnavailable(this));
    }

    /** Not finding one is not kept: the program may register it later. */
    private Optional<Provider> found() {
        if (found == null) {
            Arrays.stream(Security.getProviders()).filter(this::isWhole).findFirst().ifPresent(it -> found = it);
        }
        return Optional.ofNullable(found);
    }

    private boolean isWhole(Provider provider) {
        try {
            Mac.getInstance(mac, provider);
            Cipher.getInstance(keyAlgorithm + "/ECB/NoPadding", provider);
            Cipher.getInstance(keyAlgorithm + "/GCM/NoPadding", provider);
            if (this == AES) {
                Cipher.getInstance("AES/KWP/NoPadding", provider);
            }
            return true;
        } catch (NoSuchAlgorithmException | NoSuchPaddingException absent) {
            return false;
        }
    }
}
