// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import java.util.Map;
import java.util.Set;

/**
 * Something of a higher module that decisions rest on and that changes often: a customer's row, a ticket.
 * Whoever decides says which version was seen; the write that lets the answer go asks here whether that
 * is still so.
 *
 * <p>{@link #changed} is called inside the writing transaction, after the lock that gives out numbers is
 * held. A change that appends its entry as the last act before its commit is therefore either seen here,
 * or has a later number than the answer.
 *
 * @param <K> what one is known by
 */
public interface Watched<K> {

    /** Which of these are not any more as they were seen. Reads by key, in few statements, and locks nothing. */
    Set<K> changed(Map<K, Integer> seen);

    /** One of them as it was seen, to rest a decision on. */
    default Seen<K> seen(K key, int version) {
        return new Seen<>(this, key, version);
    }

    /** @param version any number that is another one after each change that could matter to a decision */
    record Seen<K>(Watched<K> of, K key, int version) {

        /** The key may be a customer's. */
        @Override
        public String toString() {
            return "Seen[version=" + version + "]";
        }
    }
}
