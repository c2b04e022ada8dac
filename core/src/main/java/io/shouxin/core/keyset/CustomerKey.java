// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * The one key of one customer, from which every key that protects the customer's information is
 * derived and never stored. When it is gone, so is everything under it, the link from the ledger to
 * the customer included. {@link #close} wipes it; derived keys are the caller's to close.
 *
 * <p>The key belongs to no suite: each suite derives its own keys from it with its own keyed hash.
 *
 * <p>Safe for use by several threads. The keyed hash is set up once for each customer key rather
 * than for each field: a reveal opens about ten fields with one key.
 */
public final class CustomerKey implements AutoCloseable {

    static final int BYTES = 32;

    private static final String FIELD = "shouxin/1 field ";
    private static final byte[] LEDGER_REFERENCE = "shouxin/1 ledger-reference".getBytes(US_ASCII);

    private final SecretBytes bytes;
    private final Map<Suite, Mac> macs = new EnumMap<>(Suite.class);
    private boolean closed;

    private CustomerKey(SecretBytes bytes) {
        this.bytes = bytes;
    }

    public static CustomerKey random() {
        return new CustomerKey(SecretBytes.random(BYTES));
    }

    /**
     * The customer key with these 32 bytes, which are copied: the caller closes its own.
     *
     * @throws IllegalStateException if there are more or fewer than 32
     */
    public static CustomerKey of(SecretBytes bytes) {
        if (bytes.length() != BYTES) {
            throw new IllegalStateException("A customer key has 32 bytes.");
        }
        return new CustomerKey(bytes.copy());
    }

    /** A copy of the key for wrapping, which the caller closes. */
    public SecretBytes bytes() {
        return bytes.copy();
    }

    /** The 32-byte key of suite AES that seals this field of this customer. */
    public SecretBytes fieldKey(String field) {
        return fieldKey(Suite.AES, field);
    }

    /**
     * The key that seals this field of this customer with this suite, of the suite's length.
     *
     * @throws SuiteUnavailable if no provider has the suite
     */
    public SecretBytes fieldKey(Suite suite, String field) {
        return derive(suite, (FIELD + FieldName.required(field)).getBytes(US_ASCII), suite.keyBytes());
    }

    /** The customer's name in the ledger by suite AES, see {@link #ledgerReference(Suite, UUID)}. */
    public byte[] ledgerReference(UUID customer) {
        return ledgerReference(Suite.AES, customer);
    }

    /**
     * The name under which the ledger knows the customer, 32 bytes. Only a holder of the customer
     * key can compute it, so after erasure nobody can link the entries to a person any more.
     *
     * <p>It carries no suite, and another suite gives another name: a customer keeps for life the one
     * of the suite they were first written with.
     *
     * @throws SuiteUnavailable if no provider has the suite
     */
    public byte[] ledgerReference(Suite suite, UUID customer) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(customer.getMostSignificantBits())
                .putLong(customer.getLeastSignificantBits())
                .array();
        try (SecretBytes key = derive(suite, LEDGER_REFERENCE, BYTES)) {
            return suite.mac(key, id);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        bytes.close();
        macs.values().forEach(Hkdf::forget);
        macs.clear();
    }

    @Override
    public String toString() {
        return "CustomerKey";
    }

    private synchronized SecretBytes derive(Suite suite, byte[] info, int length) {
        if (closed) {
            throw new IllegalStateException("The key was wiped already.");
        }
        return Hkdf.expand(macs.computeIfAbsent(suite, one -> Hkdf.mac(one, bytes)), info, length);
    }
}
