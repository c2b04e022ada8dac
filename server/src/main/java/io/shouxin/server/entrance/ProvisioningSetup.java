// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.service.Services;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.web.servlet.LocaleResolver;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The way in for SCIM: keys of applications as for the API, but only those that may provision, and with refusals in
 * the form that SCIM clients read (RFC 7644 3.12).
 */
@Configuration(proxyBeanMethods = false)
class ProvisioningSetup {

    private final Problems problems;
    private final JsonMapper json;
    private final LocaleResolver languages;

    ProvisioningSetup(Problems problems, JsonMapper json, LocaleResolver languages) {
        this.problems = problems;
        this.json = json;
        this.languages = languages;
    }

    @Bean
    @Order(2)
    SecurityFilterChain provisioning(HttpSecurity http, Services services) throws Exception {
        return http
                .securityMatcher("/scim/**")
                .addFilterBefore(new ServiceKeyFilter(services, this::write),
                        UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(any -> any.anyRequest().hasAuthority(Permission.STAFF_PROVISION.code()))
                // No cookie is read here, so there is nothing for another site to ride on.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint((request, response, failure) -> write(
                                new Refused(Refused.Kind.UNAUTHENTICATED, "problem.sign-in"), request, response))
                        .accessDeniedHandler((request, response, failure) -> write(
                                new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden"), request, response)))
                .build();
    }

    /** Filters run before the language of a request is settled, so it is settled here. */
    private void write(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LocaleContextHolder.setLocale(languages.resolveLocale(request));
        int status = refused.kind().status();
        response.setStatus(status);
        response.setContentType("application/scim+json");
        response.getOutputStream().write(json.writeValueAsBytes(Map.of(
                "schemas", List.of("urn:ietf:params:scim:api:messages:2.0:Error"),
                "status", Integer.toString(status),
                "detail", Objects.requireNonNullElse(problems.of(refused).getDetail(), ""))));
    }
}
