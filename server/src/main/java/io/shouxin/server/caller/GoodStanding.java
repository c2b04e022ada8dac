// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import io.shouxin.server.problem.Refused;

/**
 * Whether the rights of somebody known here rest; for modules below those that know people and applications. What one
 * person proposes and another accepts is the act of both, so it takes effect only while both stand.
 */
public interface GoodStanding {

    /** Whether it is somebody known who is suspended, switched off or revoked, as the database has it now. */
    boolean rests(String id);

    /** @throws Refused {@code caller.refused.proposer-rests} */
    default void requireProposer(String id) {
        if (rests(id)) {
            throw new Refused(Refused.Kind.CONFLICT, "caller.refused.proposer-rests");
        }
    }
}
