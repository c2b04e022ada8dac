// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/**
 * A family of algorithms used together. Its code stands in every wrapped key and sealed value, so
 * that values of both families can live side by side while an operator changes over.
 *
 * <p>The algorithms are JCA names: a program that offers them through a provider of its own adds no
 * dependency here. {@link #SM} has its number and its names and is not implemented yet.
 */
public enum Suite {

    /** AES-256-GCM, AES-KWP, HMAC-SHA-256. */
    AES(1, "AES", 32, "AES/GCM/NoPadding", "HmacSHA256"),
    /** SM4-GCM (RFC 8998) and HMAC-SM3 (GB/T 32905, GB/T 32907). */
    SM(2, "SM4", 16, "SM4/GCM/NoPadding", "HmacSM3");

    private final byte code;
    private final String keyAlgorithm;
    private final int keyBytes;
    private final String aead;
    private final String mac;

    Suite(int code, String keyAlgorithm, int keyBytes, String aead, String mac) {
        this.code = (byte) code;
        this.keyAlgorithm = keyAlgorithm;
        this.keyBytes = keyBytes;
        this.aead = aead;
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

    /** Whether this version can seal and open with the suite. */
    public boolean isImplemented() {
        return this == AES;
    }

    /** JCA name of the block cipher's keys. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** Length of the block cipher's keys in bytes. */
    public int keyBytes() {
        return keyBytes;
    }

    /** JCA name of the authenticated cipher; its nonce is 12 bytes and its tag 16. */
    public String aead() {
        return aead;
    }

    /** JCA name of the keyed hash; its output is 32 bytes. */
    public String mac() {
        return mac;
    }
}
