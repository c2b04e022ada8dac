// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

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
 * Reads a person's roles and standing for every request. A session says only who signed in; what that
 * person may is never remembered in it, so that what was taken away is gone at the next request.
 */
final class StandingFilter extends OncePerRequestFilter {

    private final People people;

    StandingFilter(People people) {
        this.people = people;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication session = SecurityContextHolder.getContext().getAuthentication();
        if (session != null && session.isAuthenticated() && session.getPrincipal() instanceof String number) {
            Optional<Person> person = people.standing(number).filter(Person::active);
            SecurityContext fresh = SecurityContextHolder.createEmptyContext();
            if (person.isPresent()) {
                fresh.setAuthentication(new CallerAuthentication(person.get().caller()));
            } else {
                endSession(request);
            }
            SecurityContextHolder.setContext(fresh);
        }
        chain.doFilter(request, response);
    }

    private static void endSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
