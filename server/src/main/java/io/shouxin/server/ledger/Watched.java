// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

/**
 * Something of a higher module that decisions rest on and that changes often: a customer's row, a ticket.
 * Whoever decides says which version was seen; the write that lets the answer go compares it with the
 * present one, inside its transaction and after the lock that gives out numbers is held. A change that
 * appends its entry as the last act before its commit is therefore either seen there, or has a later
 * number than the answer.
 *
 * @param sql two columns, the key as text and the present version as a number, of all rows whose key is
 *     in the one parameter, an array; a row that is gone is no row
 * @param arrayType PostgreSQL's name for the type of one key
 */
public record Watched(String sql, String arrayType) {

    /**
     * One of them as it was seen, to rest a decision on.
     *
     * @param key in the form that PostgreSQL writes as text
     * @param version any number that is another one after each change that could matter to a decision
     */
    public Seen seen(String key, int version) {
        return new Seen(this, key, version);
    }

    /** What was seen. */
    public record Seen(Watched of, String key, int version) {

        /** The key may be a customer's. */
        @Override
        public String toString() {
            return "Seen[version=" + version + "]";
        }
    }
}
