// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.server.problem.Problems;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

import java.io.IOException;
import java.util.List;

/**
 * While the keys are closed on this node it answers its health, the page on which it is opened again with
 * the sign-in before it and the proof that it asks for, and nothing else.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class SealedFilter extends OncePerRequestFilter {

    private static final List<String> OPEN_PLACES = List.of("/actuator/health", "/sign-in", "/sign-out", "/keys",
            "/factor/proof", "/webjars", "/shouxin", "/favicon.ico", "/error");

    private final Opening opening;
    private final LocaleResolver languages;

    SealedFilter(Opening opening, LocaleResolver languages) {
        this.opening = opening;
        this.languages = languages;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return opening.state().open()
                || OPEN_PLACES.stream().anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        // Filters run before the language of a request is settled, so it is settled here.
        LocaleContextHolder.setLocale(languages.resolveLocale(request));
        Problems.refuse(Opening.closed(), request, response);
    }
}
