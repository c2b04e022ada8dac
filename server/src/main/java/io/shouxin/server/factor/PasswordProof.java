// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.problem.Refused;

/** Whether a password is somebody's. The entrance implements it: nobody else reads what passwords are stored as. */
public interface PasswordProof {

    /**
     * Counts against the number as a sign-in does.
     *
     * @throws Refused {@code factor.refused.locked} after too many wrong ones
     */
    boolean holds(String number, String typed);
}
