// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/**
 * A form or query that cannot be read, or is too large, fails at the first look at a parameter, often in
 * a filter. The container would call that a failure of ours; it is the sender's. And there is nothing to
 * see for somebody who asks for the place where failures are drawn, without one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 6)
class RequestFaults extends OncePerRequestFilter {

    private static final String ERROR_PATH = "/error";

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (ERROR_PATH.equals(request.getRequestURI())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (InvalidParameterException unreadable) {
            if (response.isCommitted()) {
                throw unreadable;
            }
            response.reset();
            response.sendError(unreadable.getErrorCode());
        } catch (ServletException | RuntimeException failed) {
            // Who asks is looked up before any controller: without the database nobody is known.
            if (response.isCommitted() || !DatabaseAway.caused(failed)) {
                throw failed;
            }
            response.reset();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }
}
