// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.factor.FactorSession;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.staff.Languages;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * What is written into a session when its person comes in. By password alone somebody with a second factor
 * has a session and nothing else: {@link StandingFilter} makes no caller of it before the factor.
 */
@Component
class Arrival {

    static final String FACTOR = "/sign-in/factor";

    /** The session attribute that says that its person came by the provider. */
    private static final String PROVIDER = "shouxin.came-by-provider";

    /** Where Spring Security keeps the page that was asked for. */
    private static final String ASKED_FOR = "SPRING_SECURITY_SAVED_REQUEST";

    private final People people;
    private final Factors factors;
    private final Languages languages;
    private final LocaleResolver locales;
    private final Ledger ledger;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Arrival(People people, Factors factors, Languages languages, LocaleResolver locales, Ledger ledger, Clock clock) {
        this.people = people;
        this.factors = factors;
        this.languages = languages;
        this.locales = locales;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The password, or another house's word, was right; the answer says whether that is all that is asked. */
    boolean begin(HttpServletRequest request, String number) {
        HttpSession session = request.getSession();
        FactorSession.clear(session);
        session.removeAttribute(PROVIDER);
        note(session, number);
        if (factors.has(number)) {
            return false;
        }
        languages.reads(number, locales.resolveLocale(request));
        return true;
    }

    /** The time is for people to read; the count is what the session is measured by ({@link StandingFilter}). */
    private void note(HttpSession session, String number) {
        session.setAttribute(Sessions.SIGNED_IN_AT, clock.millis());
        people.readNow(number).value().ifPresent(person ->
                session.setAttribute(Sessions.CUT_OFFS, person.cutOffs()));
    }

    /** The second factor was right at a session that had begun; it gets a new id, as at every gain of rights. */
    void complete(HttpServletRequest request, HttpServletResponse response, String number, String how) {
        request.changeSessionId();
        note(request.getSession(), number);
        come(request, response, number, how);
    }

    /** Somebody came by passkey alone. */
    void complete(HttpServletRequest request, HttpServletResponse response, String number) {
        enter(request, response, number);
        come(request, response, number, "passkey");
    }

    /**
     * A provider said who came.
     *
     * @param factorThere whether it asked for a second factor, and that counts here. It proves nothing fresh: it may
     *     have been asked hours ago
     * @return whether that is all that is asked
     */
    boolean byProvider(HttpServletRequest request, HttpServletResponse response, String number, boolean factorThere) {
        enter(request, response, number);
        request.getSession().setAttribute(PROVIDER, number);
        if (!factorThere && factors.has(number)) {
            ledger.record(ledger.draft(Entry.Actor.staff(number, null), "staff.sign-in-begin")
                    .detail("how", "provider"));
            return false;
        }
        if (factorThere) {
            FactorSession.passed(request, number);
            FactorSession.passedElsewhere(request, number);
        }
        people.signedIn(number, clock.instant());
        ledger.record(ledger.draft(Entry.Actor.staff(number, null), "staff.sign-in")
                .detail("how", factorThere ? "provider-factor" : "provider"));
        return true;
    }

    /** Whether the person of this session came by the provider. */
    static boolean cameByProvider(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(PROVIDER) != null;
    }

    /** Puts somebody into the session, under a new id, without anything of whoever was in it before. */
    private void enter(HttpServletRequest request, HttpServletResponse response, String number) {
        HttpSession session = request.getSession();
        request.changeSessionId();
        FactorSession.clear(session);
        session.removeAttribute(PROVIDER);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(number, null, List.of()));
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        note(session, number);
        dropForms(request, response);
    }

    /** A form drawn before this moment is not one of the person who is in now. */
    private static void dropForms(HttpServletRequest request, HttpServletResponse response) {
        new HttpSessionCsrfTokenRepository().saveToken(null, request, response);
    }

    private void come(HttpServletRequest request, HttpServletResponse response, String number, String how) {
        dropForms(request, response);
        Instant now = clock.instant();
        FactorSession.passed(request, number);
        FactorSession.proved(request, number, now);
        people.signedIn(number, now);
        languages.reads(number, locales.resolveLocale(request));
        ledger.record(ledger.draft(Entry.Actor.staff(number, null), "staff.sign-in").detail("how", how));
    }

    /** The page that was asked for before the sign-in, or the first one. */
    String next(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object asked = session == null ? null : session.getAttribute(ASKED_FOR);
        return asked instanceof SavedRequest saved ? saved.getRedirectUrl() : "/";
    }
}
