// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.problem.Refused;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import java.util.Optional;

/** Tells a module who makes the present request. */
public final class Callers {

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

    /** Runs an act as this caller, for work that does not arrive over HTTP. */
    public static <T> T as(Caller caller, java.util.function.Supplier<T> act) {
        var outer = SecurityContextHolder.getContext();
        var inner = SecurityContextHolder.createEmptyContext();
        inner.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(inner);
        try {
            return act.get();
        } finally {
            SecurityContextHolder.setContext(outer);
        }
    }
}
