// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

/** What a decision rests on has changed since: nothing was written, and it must be decided again. */
public final class MovedOn extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Also for whoever finds out in the same transaction, before the ledger does. */
    public MovedOn() {
        // An ordinary turn of events under load, and nobody reads where it came from.
        super("decided on what has changed since", null, false, false);
    }
}
