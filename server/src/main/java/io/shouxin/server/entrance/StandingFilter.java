// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.CallerAuthentication;
import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.Sessions;
import io.shouxin.server.staff.SuspensionReasons;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/**
 * Reads a person's roles and standing for every request. A session says only who signed in and when;
 * what that person may is never remembered in it, so that what was taken away is gone at the next
 * request. A session ends here, on every node, once its person is deactivated or suspended after the
 * sign-in; which came first is told by a count in the database, never by the clocks of two nodes. Who is
 * suspended can sign in again, to do what lifts the suspension, unless a reason forbids that too.
 *
 * <p>A session whose person has a second factor makes no caller before it was proved there, so it has no right
 * at all: what it is asked for ends at the sign-in's second step.
 */
final class StandingFilter extends OncePerRequestFilter {

    /** The request attribute that says this very request ended its session. */
    static final String ENDED = StandingFilter.class.getName() + ".ended";

    private static final String DUE = StandingFilter.class.getName() + ".due";

    private final People people;
    private final SuspensionReasons reasons;
    private final FactorGate gate;

    StandingFilter(People people, SuspensionReasons reasons, FactorGate gate) {
        this.people = people;
        this.reasons = reasons;
        this.gate = gate;
    }

    /** Who has begun to sign in at this session and owes the second factor. */
    static Optional<String> due(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(DUE));
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication session = SecurityContextHolder.getContext().getAuthentication();
        if (session != null && session.isAuthenticated() && session.getPrincipal() instanceof String number) {
            long known = cutOffsAtSignIn(request);
            // Asked of the database at each request: a page costs more than that, and no node is a moment late.
            Optional<Caller> caller = caller(people.readNow(number), known);
            SecurityContext fresh = SecurityContextHolder.createEmptyContext();
            if (caller.isPresent() && gate.isDue(request, number)) {
                request.setAttribute(DUE, number);
            } else if (caller.isPresent()) {
                fresh.setAuthentication(new CallerAuthentication(
                        caller.get(), () -> caller(people.readNow(number), known)));
            } else {
                endSession(request);
            }
            SecurityContextHolder.setContext(fresh);
        }
        chain.doFilter(request, response);
    }

    private Optional<Caller> caller(Ruled<Optional<Person>> read, long known) {
        return read.value().filter(Person::active).filter(person -> person.cutOffs() <= known)
                .filter(reasons::allowSignIn)
                .map(person -> person.caller(read.ruled()));
    }

    /** A session that does not say began under an older version, before anybody was counted. */
    private static long cutOffsAtSignIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(Sessions.CUT_OFFS) instanceof Long count ? count : 0;
    }

    private static void endSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
            request.setAttribute(ENDED, true);
        }
    }

    /** An error page is drawn for the same reader as any other page. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
