// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the method for an address with a variable in it without asking every mapping: by what stands before the
 * first variable and after the last one, a handful of hundreds is left. A reveal spent more time there than on its
 * keys. Where not exactly one of the handful answers, the framework decides among all, as it always did.
 */
@Component
class QuickMappings implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new Quick();
    }

    private static final class Quick extends RequestMappingHandlerMapping {

        /** One mapping with one pattern, which ends in {@code ending}. */
        private record Candidate(RequestMappingInfo info, HandlerMethod method, String ending) {}

        /** Filled once, when all methods are known. By all that stands before the first variable. */
        private final Map<String, List<Candidate>> byBeginning = new HashMap<>();
        /** Addresses without a variable, which go before any with one; the framework has them in a table. */
        private final Set<String> plain = new HashSet<>();
        /** Whether all beginnings end with a slash and all variables are whole parts of an address. */
        private boolean regular = true;

        @Override
        protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> methods) {
            super.handlerMethodsInitialized(methods);
            methods.forEach((info, method) -> info.getPatternValues().forEach(pattern -> add(info, method, pattern)));
        }

        private void add(RequestMappingInfo info, HandlerMethod method, String pattern) {
            int first = firstOf(pattern);
            if (first == pattern.length()) {
                plain.add(pattern);
                return;
            }
            regular &= first > 0 && pattern.charAt(first - 1) == '/';
            String ending = pattern.endsWith("*") ? "" : pattern.substring(pattern.lastIndexOf('}') + 1);
            byBeginning.computeIfAbsent(pattern.substring(0, first), beginning -> new ArrayList<>())
                    .add(new Candidate(info, method, ending));
        }

        /** Where the first variable begins, or the end of the pattern. */
        private static int firstOf(String pattern) {
            int end = 0;
            while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
                end++;
            }
            return end;
        }

        @Override
        protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request)
                throws Exception {
            // The framework compares decoded letters; what has encoded ones is left to it.
            if (!regular || plain.contains(path) || path.indexOf('%') >= 0 || CorsUtils.isPreFlightRequest(request)) {
                return super.lookupHandlerMethod(path, request);
            }
            RequestMappingInfo found = null;
            HandlerMethod method = null;
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                for (Candidate one : byBeginning.getOrDefault(path.substring(0, slash + 1), List.of())) {
                    RequestMappingInfo match =
                            path.endsWith(one.ending()) ? getMatchingMapping(one.info(), request) : null;
                    if (match != null && found != null) {
                        return super.lookupHandlerMethod(path, request);
                    }
                    found = match == null ? found : match;
                    method = match == null ? method : one.method();
                }
            }
            if (found == null || method == null) {
                return super.lookupHandlerMethod(path, request);
            }
            request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, method);
            handleMatch(found, path, request);
            return method;
        }
    }
}
