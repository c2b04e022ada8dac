// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.SuspensionReasons;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.MissingCsrfTokenException;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.servlet.LocaleResolver;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Two ways in: an application brings its key to the API, a person a session to the pages. Neither
 * works at the other's door.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
@EnableConfigurationProperties(OidcSettings.class)
class SecuritySetup {

    private static final Pattern OUR_PAGES = Pattern.compile(
            "(?:/[a-z][a-z-]{0,24}|/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|/[0-9]{1,8})*/?");
    private static final int BCRYPT_STRENGTH = 11;
    private static final String HTMX = "HX-Request";

    private static final String SIGN_IN = "/sign-in";

    private final Problems problems;
    private final JsonMapper json;
    private final LocaleResolver languages;

    SecuritySetup(Problems problems, JsonMapper json, LocaleResolver languages) {
        this.problems = problems;
        this.json = json;
        this.languages = languages;
    }

    @Bean
    static PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder(BCRYPT_STRENGTH);
    }

    /** A figure for each filter of each request would cost more than the filters do. */
    @Bean
    static SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http
                .securityMatcher("/ledger/checkpoint", "/ledger/checkpoint/cosigned",
                        "/ledger/tile/{level:(?!entries$).+}/**",
                        "/ledger/tile/", "/ledger/key", "/ledger/minimum-index",
                        "/actuator/health/**", "/actuator/health", "/webjars/**", "/shouxin/**", "/favicon.ico",
                        "/v3/**")
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
                .addFilterBefore(new ServiceKeyFilter(services, (refused, request, response) ->
                        write(request, response, refused)), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(any -> any
                        .requestMatchers("/actuator/**").hasAuthority(Permission.LEDGER_READ.code())
                        .anyRequest().authenticated())
                // No cookie is read here, so there is nothing for another site to ride on.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // What a page needs and a request with a key does not; our own filter writes the headers.
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint(document()).accessDeniedHandler(denied()))
                .build();
    }

    @Bean
    @Order(3)
    @SuppressWarnings("checkstyle:ParameterNumber") // What a page's way in is made of.
    SecurityFilterChain pages(HttpSecurity http, People people, SuspensionReasons reasons, SignIn signIn,
            FactorGate gate, Arrival arrival, OidcSignOut provider) throws Exception {
        return http
                .addFilterBefore(new StandingFilter(people, reasons, gate), UsernamePasswordAuthenticationFilter.class)
                .addFilterAfter(new EnrolFirstFilter(gate), UsernamePasswordAuthenticationFilter.class)
                // The only one to ask: a parent behind it would be a second try with the same password.
                .authenticationManager(new ProviderManager(signIn))
                .authorizeHttpRequests(any -> any
                        .requestMatchers(SIGN_IN, SIGN_IN + "/**", "/invitation/**", "/error").permitAll()
                        .anyRequest().authenticated())
                // Signing in takes over what the session held, under a new id that nobody could have planted.
                .sessionManagement(session -> session.sessionFixation(fixation -> fixation.changeSessionId()))
                .requestCache(cache -> cache.requestCache(wholePages()))
                .formLogin(form -> form
                        .loginPage(SIGN_IN).loginProcessingUrl(SIGN_IN)
                        .usernameParameter("number").passwordParameter("password")
                        .successHandler(goOn(arrival))
                        .failureHandler((request, response, failure) ->
                                response.sendRedirect(SIGN_IN + "?reason=" + SignIn.reason(failure)))
                        .permitAll())
                .logout(out -> out.logoutUrl("/sign-out").addLogoutHandler(provider).logoutSuccessHandler(provider)
                        .permitAll())
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint((request, response, failure) -> toSignIn(request, response))
                        .accessDeniedHandler(SecuritySetup::deniedPage))
                .build();
    }

    /**
     * After the sign-in the reader goes on with the page asked for; a part of a page is none. The address
     * lies in the session table until then, so only what looks like one of ours is kept: anybody can ask
     * for an address made of a phone number.
     */
    private static RequestCache wholePages() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName(null);
        cache.setRequestMatcher(request ->
                "GET".equals(request.getMethod()) && request.getHeader(HTMX) == null
                        && request.getQueryString() == null && OUR_PAGES.matcher(request.getRequestURI()).matches());
        return cache;
    }

    /** With the page that was asked for, or with the second step. */
    private static AuthenticationSuccessHandler goOn(Arrival arrival) {
        SavedRequestAwareAuthenticationSuccessHandler goOn = new SavedRequestAwareAuthenticationSuccessHandler();
        return (request, response, signedIn) -> {
            if (arrival.begin(request, signedIn.getName())) {
                goOn.onAuthenticationSuccess(request, response, signedIn);
            } else {
                response.sendRedirect(Arrival.FACTOR);
            }
        };
    }

    private AuthenticationEntryPoint document() {
        return (request, response, failure) ->
                write(request, response, new Refused(Refused.Kind.UNAUTHENTICATED, "problem.sign-in"));
    }

    private AccessDeniedHandler denied() {
        return (request, response, failure) ->
                write(request, response, new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden"));
    }

    /** A page fragment asked for by script cannot follow a redirect into a form: it says where to go. */
    private static void toSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String where = StandingFilter.due(request).isPresent() ? Arrival.FACTOR
                : sessionEnded(request) ? SIGN_IN + "?reason=expired" : SIGN_IN;
        if (request.getHeader(HTMX) != null) {
            response.setHeader("HX-Redirect", where);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendRedirect(where);
        }
    }

    /** A form sent after its session ended has no token left to compare with: that is no forgery. */
    private static void deniedPage(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        if (denied instanceof MissingCsrfTokenException && sessionEnded(request)) {
            toSignIn(request, response);
        } else if (denied instanceof CsrfException) {
            // Whoever may do this and sent an old page must not be told to ask for another role.
            Problems.refuse(new Refused(Refused.Kind.FORBIDDEN, "problem.page-too-old"), request, response);
        } else {
            Problems.refuse(Denied.why(), request, response);
        }
    }

    private static boolean sessionEnded(HttpServletRequest request) {
        return request.getAttribute(StandingFilter.ENDED) != null
                || request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
    }

    /** Filters run before the language of a request is settled, so it is settled here. */
    private void write(HttpServletRequest request, HttpServletResponse response, Refused refused)
            throws IOException {
        LocaleContextHolder.setLocale(languages.resolveLocale(request));
        response.setStatus(refused.kind().status());
        response.setContentType(Problems.MEDIA_TYPE.toString());
        response.getOutputStream().write(json.writeValueAsBytes(problems.of(refused)));
    }
}
