// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/**
 * Two ways in: an application brings its key to the API, a person a session to the pages. Neither
 * works at the other's door.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecuritySetup {

    private static final int BCRYPT_STRENGTH = 11;

    private final Problems problems;
    private final JsonMapper json;

    SecuritySetup(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    @Bean
    static PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder(BCRYPT_STRENGTH);
    }

    @Bean
    @Order(1)
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http
                .securityMatcher("/ledger/checkpoint", "/ledger/tile/{level:[0-9]+}/**", "/ledger/key",
                        "/actuator/health/**", "/actuator/health", "/webjars/**", "/shouxin/**", "/favicon.ico",
                        "/v3/api-docs/**", "/v3/api-docs.yaml")
                .authorizeHttpRequests(any -> any.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, Services services) throws Exception {
        return http
                .securityMatcher("/api/**", "/ledger/tile/entries/**", "/actuator/**")
                .addFilterBefore(new ServiceKeyFilter(services), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(any -> any
                        .requestMatchers("/actuator/**").hasAuthority(Permission.LEDGER_READ.code())
                        .anyRequest().authenticated())
                // No cookie is read here, so there is nothing for another site to ride on.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint(document()).accessDeniedHandler(denied()))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http, People people, SignIn signIn) throws Exception {
        return http
                .addFilterBefore(new StandingFilter(people), UsernamePasswordAuthenticationFilter.class)
                .authenticationProvider(signIn)
                .authorizeHttpRequests(any -> any
                        .requestMatchers("/sign-in", "/invitation/**", "/error").permitAll()
                        .anyRequest().authenticated())
                .formLogin(form -> form
                        .loginPage("/sign-in").loginProcessingUrl("/sign-in")
                        .usernameParameter("number").passwordParameter("password")
                        .defaultSuccessUrl("/", false)
                        .failureHandler((request, response, failure) ->
                                response.sendRedirect("/sign-in?reason=" + SignIn.reason(failure)))
                        .permitAll())
                .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?reason=out").permitAll())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(toSignIn()))
                .build();
    }

    private AuthenticationEntryPoint document() {
        return (request, response, failure) ->
                write(response, new Refused(Refused.Kind.UNAUTHENTICATED, "problem.sign-in"));
    }

    private AccessDeniedHandler denied() {
        return (request, response, failure) ->
                write(response, new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden"));
    }

    /** A page fragment asked for by script cannot follow a redirect into a form: it says where to go. */
    private static AuthenticationEntryPoint toSignIn() {
        return (request, response, failure) -> {
            boolean hadSession = request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
            String where = hadSession ? "/sign-in?reason=expired" : "/sign-in";
            if (request.getHeader("HX-Request") != null) {
                response.setHeader("HX-Redirect", where);
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            } else {
                response.sendRedirect(where);
            }
        };
    }

    private void write(HttpServletResponse response, Refused refused) throws IOException {
        response.setStatus(refused.kind().status());
        response.setContentType(Problems.MEDIA_TYPE.toString());
        response.getOutputStream().write(json.writeValueAsBytes(problems.of(refused)));
    }
}
