// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.CallerAuthentication;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.service.Services;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/**
 * Knows an application by its key. A bad key is the same as none: nothing tells why it is bad. A good one whose owner
 * does not answer for it any more is refused by name, for its holder is who can do something about it.
 */
final class ServiceKeyFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Services services;
    private final Refusing refusing;

    ServiceKeyFilter(Services services, Refusing refusing) {
        this.services = services;
        this.refusing = refusing;
    }

    /** How the door behind this filter says no. */
    interface Refusing {

        void refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            String key = header.substring(SCHEME.length()).strip();
            String address = request.getRemoteAddr();
            try {
                // What only reads rests on no write that would compare again, so it asks the database itself.
                Optional<Caller> known = request.getMethod().equals("GET") ? services.callerNow(key, address)
                        : services.caller(key, address);
                known.ifPresent(caller -> {
                    SecurityContext context = SecurityContextHolder.createEmptyContext();
                    context.setAuthentication(
                            new CallerAuthentication(caller, () -> services.callerNow(key, address)));
                    SecurityContextHolder.setContext(context);
                });
            } catch (Refused refused) {
                refusing.refuse(refused, request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
