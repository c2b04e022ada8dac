// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps forms in parts off the disk. A container spools parts into its work folder, in the clear, at
 * the first look at any parameter, which is before anybody knows who is asking. So they are refused
 * unread everywhere but at the few forms that say they carry a file; those are held in memory, up to
 * the limit of every other form. No setting changes that.
 */
@Configuration(proxyBeanMethods = false)
class PartsLimit {

    /** As large as {@code server.tomcat.max-http-form-post-size} lets a plain form be. */
    static final int BYTES_MAX = 4 << 20;

    /** The threshold lies above what a request may be, so that no part ever reaches it. */
    @Bean
    MultipartConfigElement inMemory() {
        return new MultipartConfigElement("", BYTES_MAX, BYTES_MAX, 2 * BYTES_MAX);
    }

    @Bean
    PartsFilter partsFilter(ObjectProvider<FormWithFile> forms, Problems problems, LocaleResolver languages) {
        return new PartsFilter(forms.stream().map(FormWithFile::address).collect(Collectors.toUnmodifiableSet()),
                problems, languages);
    }

    /** Before security, whose look for a form's token would be the first look at a parameter. */
    @Order(Ordered.HIGHEST_PRECEDENCE + 5)
    static final class PartsFilter extends OncePerRequestFilter {

        private final Set<String> addresses;
        private final Problems problems;
        private final LocaleResolver languages;

        PartsFilter(Set<String> addresses, Problems problems, LocaleResolver languages) {
            this.addresses = addresses;
            this.problems = problems;
            this.languages = languages;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String type = request.getContentType();
            if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith("multipart")
                    || addresses.contains(request.getRequestURI())) {
                chain.doFilter(request, response);
            } else if (Problems.wantsDocument(request)) {
                // Filters run before the language of a request is settled, so it is settled here.
                LocaleContextHolder.setLocale(languages.resolveLocale(request));
                problems.write(new Refused(Refused.Kind.UNSUPPORTED, "problem.content-type"), response);
            } else {
                response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
            }
        }
    }
}
