// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

/**
 * What is known of the ledger's soundness. Implemented by the module that checks it; without an
 * implementation nothing starts, for nothing may be released from a ledger nobody vouches for.
 */
public interface Soundness {

    /**
     * Returns while nothing wrong is known.
     *
     * @throws io.shouxin.server.problem.Refused {@code ledger.damaged} while a check has found the ledger changed
     */
    void requireSound();
}
