// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Finds the method for an address with a variable in it without comparing it with every mapping in full:
 * a hundred mappings are told apart by how they begin. A reveal spent more time there than on its keys.
 */
@Component
class QuickMappings implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new Quick();
    }

    private static final class Quick extends RequestMappingHandlerMapping {

        /** Filled once, when all methods are known; by identity, for a mapping's hash is made of all its parts. */
        private final Map<RequestMappingInfo, String[]> beginnings = new IdentityHashMap<>();

        @Override
        protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> methods) {
            super.handlerMethodsInitialized(methods);
            methods.keySet().forEach(info -> beginnings.put(info,
                    info.getPatternValues().stream().map(Quick::beginning).toArray(String[]::new)));
        }

        @Override
        protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info, HttpServletRequest request) {
            String[] known = beginnings.get(info);
            String path = request.getRequestURI();
            // The framework compares decoded letters; what has encoded ones is left to it.
            return known == null || path.indexOf('%') >= 0 || begins(path, known)
                    ? super.getMatchingMapping(info, request) : null;
        }

        private static boolean begins(String path, String[] beginnings) {
            for (String beginning : beginnings) {
                if (path.startsWith(beginning)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request)
                throws Exception {
            return super.lookupHandlerMethod(path, new OfOneAddress(request));
        }

        /** The part of a pattern that an address must begin with, letter by letter. */
        private static String beginning(String pattern) {
            int end = 0;
            while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
                end++;
            }
            return pattern.substring(0, end);
        }
    }

    /** Asked for its address by each mapping, which would go through all filters' wrappers as often. */
    private static final class OfOneAddress extends HttpServletRequestWrapper {

        private final String address;

        OfOneAddress(HttpServletRequest request) {
            super(request);
            this.address = request.getRequestURI();
        }

        @Override
        public String getRequestURI() {
            return address;
        }
    }
}
