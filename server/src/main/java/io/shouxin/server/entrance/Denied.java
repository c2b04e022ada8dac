// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.problem.DeniedWords;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Component;

/** Somebody whose rights rest is told that, and not to ask for another role. */
@Component
class Denied implements DeniedWords {

    static Refused why() {
        return Callers.known().map(Caller::suspended).filter(reasons -> !reasons.isEmpty()).isPresent()
                ? new Refused(Refused.Kind.FORBIDDEN, "entrance.refused.rests").with("standing", Callers.STANDING)
                : new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden");
    }

    @Override
    public Refused refused() {
        return why();
    }
}
