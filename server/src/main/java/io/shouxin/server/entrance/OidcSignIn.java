// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.entrance.OidcRefused.Reason;
import io.shouxin.server.factor.StepUp;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.ProviderAccounts;
import io.shouxin.server.staff.SuspensionReasons;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs a person in on a provider's word. The word says who somebody is and nothing else: it makes no person, switches
 * none on, lifts no suspension and gives no role. Whoever may not come in by password for any other reason than the
 * password may not come in this way.
 *
 * <p>A number that is locked after wrong passwords comes in: the lock is there against trying passwords, and anybody
 * who knows a number can bring it about.
 *
 * <p>What was asked of the provider lies in the session and is taken out before it is looked at, so that it serves
 * once.
 */
@Controller
class OidcSignIn {

    static final String BEGIN = "/sign-in/provider";
    static final String AGAIN = BEGIN + "/again";
    static final String BACK = BEGIN + "/back";
    static final String CONFIRMED = BEGIN + "/confirmed";

    static final Duration BACK_WITHIN = Duration.ofMinutes(10);
    /** By how much the clocks of two houses may differ. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final String ASKED = "shouxin.provider-asked";
    private static final Entry.Actor PROVIDER = Entry.Actor.system("sign-in-provider");

    private final OidcSettings settings;
    private final OidcProvider provider;
    private final ProviderAccounts accounts;
    private final People people;
    private final SuspensionReasons reasons;
    private final Arrival arrival;
    private final StepUp stepUp;
    private final Ledger ledger;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    OidcSignIn(OidcSettings settings, OidcProvider provider, ProviderAccounts accounts, People people,
            SuspensionReasons reasons, Arrival arrival, StepUp stepUp, Ledger ledger, Clock clock) {
        this.settings = settings;
        this.provider = provider;
        this.accounts = accounts;
        this.people = people;
        this.reasons = reasons;
        this.arrival = arrival;
        this.stepUp = stepUp;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A question that waits for its answer; with a number it is whether that person is still there. */
    private record Asked(OAuth2AuthorizationRequest request, long since, @Nullable String number)
            implements Serializable {}

    /** A link leads here and on to the provider: our pages let forms go to us alone. */
    @GetMapping(BEGIN)
    String begin(HttpServletRequest request) {
        if (!settings.on() || Callers.known().isPresent()) {
            return "redirect:/";
        }
        return leave(request, null);
    }

    /** To prove oneself anew, at a session that stays what it is. */
    @GetMapping(AGAIN)
    String again(HttpServletRequest request) {
        Optional<Caller> caller = Callers.known().filter(Caller::isStaff);
        if (!settings.on() || caller.isEmpty()) {
            return "redirect:/";
        }
        return leave(request, caller.get().id());
    }

    private String leave(HttpServletRequest request, @Nullable String number) {
        try {
            OAuth2AuthorizationRequest asked = provider.begin(request, number != null);
            request.getSession().setAttribute(ASKED, new Asked(asked, clock.millis(), number));
            return "redirect:" + asked.getAuthorizationRequestUri();
        } catch (OidcRefused refused) {
            return said(refused.reason(), number != null);
        }
    }

    @GetMapping(BACK)
    String back(HttpServletRequest request, HttpServletResponse response) {
        if (!settings.on()) {
            return "redirect:/";
        }
        boolean anew = false;
        try {
            Asked asked = taken(request);
            anew = asked.number() != null;
            OidcIdToken token = answer(asked, request);
            return asked.number() == null ? come(token, request, response) : confirm(asked, token, request);
        } catch (OidcRefused refused) {
            return said(refused.reason(), anew);
        }
    }

    /** Whoever is signed in reads it on the page of the second factor; the page before sign-in is not for them. */
    private static String said(Reason reason, boolean anew) {
        return (anew ? "redirect:/factor?reason=" : "redirect:/sign-in?reason=") + reason.code();
    }

    private Asked taken(HttpServletRequest request) throws OidcRefused {
        HttpSession session = request.getSession(false);
        Object kept = session == null ? null : session.getAttribute(ASKED);
        if (session != null) {
            session.removeAttribute(ASKED);
        }
        String state = Objects.requireNonNullElse(request.getParameter("state"), "");
        if (kept instanceof Asked asked && same(state, Objects.requireNonNull(asked.request().getState()))
                && Instant.ofEpochMilli(asked.since()).plus(BACK_WITHIN).isAfter(clock.instant())) {
            return asked;
        }
        throw new OidcRefused(Reason.AGAIN);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private OidcIdToken answer(Asked asked, HttpServletRequest request) throws OidcRefused {
        try {
            return provider.answer(asked.request(), request);
        } catch (OidcRefused refused) {
            if (refused.reason() == Reason.INVALID) {
                note(PROVIDER, refused.reason());
            }
            throw refused;
        }
    }

    private String come(OidcIdToken token, HttpServletRequest request, HttpServletResponse response)
            throws OidcRefused {
        String number = number(token);
        ProviderAccounts.Admission admission = accounts.admit(number, account(token));
        if (admission != ProviderAccounts.Admission.THEIRS) {
            Reason reason = Reason.valueOf(admission.name());
            // A number that nobody has is only what a provider said, so the entry does not repeat it.
            note(people.find(number).isPresent() ? Entry.Actor.staff(number, null) : PROVIDER, reason);
            throw new OidcRefused(reason);
        }
        if (people.find(number).filter(reasons::allowSignIn).isEmpty()) {
            note(Entry.Actor.staff(number, null), Reason.SUSPENDED);
            throw new OidcRefused(Reason.SUSPENDED);
        }
        String next = arrival.next(request);
        return "redirect:" + (arrival.byProvider(request, response, number, factorSaid(token)) ? next
                : Arrival.FACTOR);
    }

    /** The number exactly as we write it: what differs in a letter's case may be somebody else's in that house. */
    private String number(OidcIdToken token) throws OidcRefused {
        Object claim = token.getClaims().get(Objects.requireNonNull(settings.numberClaim()));
        if (claim instanceof String number && People.isNumber(number)) {
            return number;
        }
        note(PROVIDER, Reason.NUMBER);
        throw new OidcRefused(Reason.NUMBER);
    }

    private ProviderAccounts.Account account(OidcIdToken token) throws OidcRefused {
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            note(PROVIDER, Reason.INVALID);
            throw new OidcRefused(Reason.INVALID);
        }
        return new ProviderAccounts.Account(Objects.requireNonNull(settings.issuer()), subject);
    }

    /** Whether the provider says that it asked for a second factor, in words that the settings count. */
    private boolean factorSaid(OidcIdToken token) {
        Object acr = token.getClaims().get("acr");
        Object amr = token.getClaims().get("amr");
        return acr instanceof String level && settings.factorAcr().contains(level)
                || amr instanceof Collection<?> ways && ways.stream().anyMatch(settings.factorAmr()::contains);
    }

    /** The same person, by the same account, who signed in there since we asked. */
    private String confirm(Asked asked, OidcIdToken token, HttpServletRequest request) throws OidcRefused {
        Caller caller = Callers.known().filter(Caller::isStaff).filter(self -> self.id().equals(asked.number()))
                .orElseThrow(() -> new OidcRefused(Reason.AGAIN));
        Instant now = clock.instant();
        Instant at = token.getAuthenticatedAt();
        boolean fresh = at != null && !at.isBefore(Instant.ofEpochMilli(asked.since()).minus(SKEW))
                && !at.isAfter(now.plus(SKEW));
        if (!number(token).equals(caller.id()) || !accounts.isTheirs(caller.id(), account(token))) {
            stepUp.refusedByProvider(caller);
            throw new OidcRefused(Reason.OTHER);
        }
        if (!fresh) {
            stepUp.refusedByProvider(caller);
            throw new OidcRefused(Reason.INVALID);
        }
        stepUp.provedByProvider(caller, request);
        return "redirect:" + CONFIRMED;
    }

    /** At an address of its own, which a browser may ask for again. */
    @GetMapping(CONFIRMED)
    String confirmed(HttpServletRequest request, Model model) {
        if (Callers.known().filter(self -> stepUp.wasProvedByProvider(self, request)).isEmpty()) {
            return "redirect:/";
        }
        model.addAttribute("minutes", stepUp.freshFor().toMinutes());
        return "entrance/confirmed";
    }

    private void note(Entry.Actor who, Reason reason) {
        ledger.record(ledger.draft(who, "staff.sign-in").outcome(Entry.Outcome.REFUSED).detail("how", reason.code()));
    }
}
