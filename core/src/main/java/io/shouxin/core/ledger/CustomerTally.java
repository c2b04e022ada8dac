// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import io.shouxin.core.ledger.Entry.CustomerRef;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many entries name a customer, and one hash over all of them in order: a line of a {@link Census}. It grows by
 * one entry at a time, so whoever keeps it need not keep the entries.
 *
 * @param customer whose entries
 * @param entries how many, from 1; 0 only at the start
 * @param list the hash over them
 */
public record CustomerTally(CustomerRef customer, long entries, byte[] list) {

    /** What stands before a link of the list, so that no link is a leaf or a node of a tree (RFC 6962, 2.1). */
    private static final byte LINK = 2;

    public CustomerTally {
        if (entries < 0 || list.length != Hashes.SIZE) {
            throw new IllegalStateException("a tally counts from 0 and has a hash of 32 bytes");
        }
        list = list.clone();
    }

    /** Before the customer's first entry. */
    public static CustomerTally none(CustomerRef customer) {
        return new CustomerTally(customer, 0, new byte[Hashes.SIZE]);
    }

    /**
     * With one entry more.
     *
     * @param index the entry's place in the ledger, above all places before
     * @param leafHash {@link Hashes#leaf} of its bytes
     */
    public CustomerTally with(long index, byte[] leafHash) {
        byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(index).array();
        return new CustomerTally(customer, entries + 1,
                Hashes.plain(new byte[] {LINK}, list, place, leafHash));
    }

    @Override
    public byte[] list() {
        return list.clone();
    }

    /** The 72 bytes that are hashed into the census: customer, number of entries, list. */
    public byte[] bytes() {
        return ByteBuffer.allocate(2 * Hashes.SIZE + Long.BYTES).put(customer.bytes()).putLong(entries).put(list)
                .array();
    }

    byte[] leafHash() {
        return Hashes.leaf(bytes());
    }

    /** Whether this one stands before the other in a census: bytes compared without sign. */
    boolean isBefore(CustomerTally other) {
        return Arrays.compareUnsigned(customer.bytes(), other.customer.bytes()) < 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CustomerTally that && customer.equals(that.customer) && entries == that.entries
                && Arrays.equals(list, that.list);
    }

    @Override
    public int hashCode() {
        return customer.hashCode() * 31 + Arrays.hashCode(list);
    }
}
