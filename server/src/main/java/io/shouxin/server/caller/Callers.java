// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import io.shouxin.server.problem.Refused;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import java.util.Optional;

/** Tells a module who makes the present request. */
public final class Callers {

    /** The page on which everybody sees whether their own rights work, and if not, why and what lifts it. */
    public static final String STANDING = "/standing";

    private Callers() {}

    /**
     * The caller of the present request, with roles and standing read for this request.
     *
     * @throws Refused {@code problem.sign-in} when there is none
     */
    public static Caller present() {
        return known().orElseThrow(() -> new Refused(Refused.Kind.UNAUTHENTICATED, "problem.sign-in"));
    }

    public static Optional<Caller> known() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof CallerAuthentication known ? Optional.of(known.caller()) : Optional.empty();
    }

    /** The caller of the present request anew; empty outside when the request is not this caller's. */
    public static Optional<Optional<Caller>> renewed(Caller caller) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof CallerAuthentication known && known.caller().sameAs(caller)
                ? Optional.of(known.renewed()) : Optional.empty();
    }
}
