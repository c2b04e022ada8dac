// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.factor.FactorSession;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.factor.StepUp;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Whether a session still owes its second factor, and whether a person still owes one at all. */
@Component
class FactorGate {

    private static final String KEYS = "/keys";
    private static final String ENROLMENT = "/factor";

    private final Factors factors;
    private final StepUp stepUp;

    FactorGate(Factors factors, StepUp stepUp) {
        this.factors = factors;
        this.stepUp = stepUp;
    }

    /**
     * Whether the second factor is due before this session has any right. While the keys are sealed an app's
     * code cannot be compared, so its owner reaches the page on which the keys are opened, and no other: the
     * same two people who sealed them must be able to open them.
     */
    boolean isDue(HttpServletRequest request, String number) {
        return factors.has(number) && !FactorSession.hasPassed(request, number)
                && (factors.canProve(number) || !isAt(request, KEYS));
    }

    /** Whether the caller of this request first enrols a second factor, and asks for something else. */
    boolean isAstray(HttpServletRequest request) {
        Optional<Caller> caller = Callers.known();
        return caller.isPresent() && stepUp.mustEnrol(caller.get())
                && !FactorSession.hasPassedElsewhere(request, caller.get().id()) && !isAt(request, ENROLMENT)
                && !isAt(request, "/sign-out") && !isAt(request, OidcSignIn.BEGIN) && !isAt(request, "/error")
                && (factors.keysOpen() || !isAt(request, KEYS));
    }

    private static boolean isAt(HttpServletRequest request, String place) {
        String path = request.getRequestURI();
        return path.equals(place) || path.startsWith(place + "/");
    }
}
