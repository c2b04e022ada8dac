// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * The one key of one customer, from which every key that protects the customer's information is
 * derived and never stored. When it is gone, so is everything under it, the link from the ledger to
 * the customer included. {@link #close} wipes it; derived keys are the caller's to close.
 *
 * <p>Safe for use by several threads. The keyed hash is set up once for each customer key rather
 * than for each field: a reveal opens about ten fields with one key.
 */
public final class CustomerKey implements AutoCloseable {

    static final int BYTES = 32;

    private static final String FIELD = "shouxin/1 field ";
    private static final byte[] LEDGER_REFERENCE = "shouxin/1 ledger-reference".getBytes(US_ASCII);

    private final SecretBytes bytes;
    private Mac mac;

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
        byte[] plain = bytes.plain(PlainAccess.granted());
        try {
            return new CustomerKey(SecretBytes.copyOf(plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** A copy of the key for wrapping, which the caller closes. */
    public SecretBytes bytes() {
        byte[] plain = bytes.plain(PlainAccess.granted());
        try {
            return SecretBytes.copyOf(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The 32-byte key that seals this field of this customer. */
    public SecretBytes fieldKey(String field) {
        return derive((FIELD + FieldName.required(field)).getBytes(US_ASCII));
    }

    /**
     * The name under which the ledger knows the customer, 32 bytes. Only a holder of the customer
     * key can compute it, so after erasure nobody can link the entries to a person any more.
     */
    public byte[] ledgerReference(UUID customer) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(customer.getMostSignificantBits())
                .putLong(customer.getLeastSignificantBits())
                .array();
        try (SecretBytes key = derive(LEDGER_REFERENCE)) {
            byte[] plain = key.plain(PlainAccess.granted());
            try {
                return Hkdf.mac(plain).doFinal(id);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        }
    }

    @Override
    public synchronized void close() {
        bytes.close();
        // The Mac keeps the key in a padded copy that only another key overwrites.
        if (mac != null) {
            Hkdf.keyed(mac, new byte[BYTES]);
        }
    }

    @Override
    public String toString() {
        return "CustomerKey";
    }

    private synchronized SecretBytes derive(byte[] info) {
        byte[] plain = bytes.plain(PlainAccess.granted());
        try {
            if (mac == null) {
                mac = Hkdf.mac(plain);
            }
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
        return Hkdf.expand(mac, info, BYTES);
    }
}
