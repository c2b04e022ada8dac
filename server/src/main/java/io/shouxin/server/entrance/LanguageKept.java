// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.staff.Languages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Keeps the language that somebody signed in changes their pages to. */
@Configuration(proxyBeanMethods = false)
class LanguageKept implements WebMvcConfigurer {

    private static final String PARAMETER = "lang";

    private final Languages languages;
    private final LocaleResolver locales;

    LanguageKept(Languages languages, LocaleResolver locales) {
        this.languages = languages;
        this.locales = locales;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
            @Override
            public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                if (request.getParameter(PARAMETER) != null) {
                    Callers.known().filter(Caller::isStaff)
                            .ifPresent(caller -> languages.reads(caller.id(), locales.resolveLocale(request)));
                }
                return true;
            }
        }).order(1); // After the one that changes it.
    }
}
