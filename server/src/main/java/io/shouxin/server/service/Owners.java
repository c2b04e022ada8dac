// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.service;

import io.shouxin.server.ledger.Ruled;

/**
 * Whether the person who answers for an account still does. The module that knows people as well as
 * applications implements this; where nobody does, nobody answers for anything and no key opens.
 */
public interface Owners {

    /** How the person stands. */
    enum Standing {

        /** Works here, in good standing. */
        ANSWERS(true),
        /** Works here; rights rest for a reason that says nothing against the person: on leave, an exam overdue. */
        AWAY(true),
        /** Works here; rights rest for another reason. Whoever is not trusted with a page is not with a key. */
        SUSPENDED(false),
        /** Deactivated, past the last day, or unknown. */
        GONE(false);

        private final boolean keepsKeys;

        Standing(boolean keepsKeys) {
            this.keepsKeys = keepsKeys;
        }

        /** Whether keys the person answers for go on working. */
        boolean keepsKeys() {
            return keepsKeys;
        }
    }

    /** As far as this node knows: for the check at every request. */
    Ruled<Standing> standing(String owner);

    /** As the database has it now. */
    Ruled<Standing> readNow(String owner);
}
