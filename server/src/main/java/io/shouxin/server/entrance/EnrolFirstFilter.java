// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/** Leads whoever needs a second factor and has none to the page where it is enrolled, whatever they asked for. */
final class EnrolFirstFilter extends OncePerRequestFilter {

    private static final String WHERE = "/factor";

    private final FactorGate gate;

    EnrolFirstFilter(FactorGate gate) {
        this.gate = gate;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!gate.isAstray(request)) {
            chain.doFilter(request, response);
        } else if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", WHERE);
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else {
            response.sendRedirect(WHERE);
        }
    }
}
