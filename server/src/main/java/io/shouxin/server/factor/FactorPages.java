// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One's own second factor: the page of it, enrolling an app, recovery codes; and the page that asks for a proof. */
@Controller
class FactorPages {

    private static final String OWN = "redirect:/factor";
    private static final Set<String> NOT_REPEATED = Set.of(StepUpInterceptor.FIELD, "_csrf");

    private final Factors factors;
    private final Passkeys passkeys;
    private final StepUp stepUp;
    private final FactorSettings settings;
    private final ProviderProof provider;
    private final People people;
    private final WallTime times;
    private final Words words;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; the pages show all of it.
    FactorPages(Factors factors, Passkeys passkeys, StepUp stepUp, FactorSettings settings, ProviderProof provider,
            People people, WallTime times, Words words, Clock clock) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.stepUp = stepUp;
        this.settings = settings;
        this.provider = provider;
        this.people = people;
        this.times = times;
        this.words = words;
        this.clock = clock;
    }

    /** A passkey as the page lists it. */
    record Row(String id, String label, String since, String used) {}

    private Row row(CredentialRecord one) {
        return new Row(one.getCredentialId().toBase64UrlString(), one.getLabel(), times.text(one.getCreated()),
                times.text(one.getLastUsed()));
    }

    /** One field of an act that waits for its proof. */
    record Field(String name, String value) {

        @Override
        public String toString() {
            return "Field[" + name + "]";
        }
    }

    /** Why somebody who went to the provider is back without having proved anything. */
    private static final Set<String> REASONS = Set.of("provider-away", "provider-again", "provider-invalid",
            "provider-number", "provider-other");

    @GetMapping("/factor")
    String own(@RequestParam(defaultValue = "") String reason, Model model, HttpServletRequest request) {
        if (REASONS.contains(reason)) {
            words(new Refused(Refused.Kind.FORBIDDEN, "factor.refused." + reason), model);
        }
        return own(model, request);
    }

    private String own(Model model, HttpServletRequest request) {
        Caller self = Callers.present();
        byPassword(self, model, stepUp.wasProvedByProvider(self, request));
        Factors.Summary summary = factors.of(self.id());
        model.addAttribute("app", summary.appSince().map(times::text).orElse(""));
        model.addAttribute("has", factors.has(self.id()));
        model.addAttribute("codes", summary.recoveryCodes());
        model.addAttribute("passkeys", passkeys.of(self.id()).stream().map(this::row).toList());
        model.addAttribute("offered", passkeys.offered(request));
        model.addAttribute("required", self.roles().stream().anyMatch(settings.requiredFor()::contains));
        return "factor/own";
    }

    @PostMapping("/factor/app")
    @Sensitive
    String begin(@RequestParam(defaultValue = "") String password, Model model, HttpServletRequest request,
            HttpServletResponse response) {
        Caller self = Callers.present();
        try {
            stepUp.requireToEnrol(self, password, request);
        } catch (Refused refused) {
            tell(refused, model, response);
            return own(model, request);
        }
        return show(factors.offer(self), model);
    }

    @PostMapping("/factor/app/confirm")
    String confirm(@RequestParam(defaultValue = "") String code, Model model, HttpServletRequest request,
            HttpServletResponse response) {
        Caller self = Callers.present();
        try {
            List<String> codes = factors.confirm(self, code);
            FactorSession.proved(request, self.id(), clock.instant());
            FactorSession.passed(request, self.id());
            return showCodes(codes, "factor.codes.enrolled", model);
        } catch (Refused refused) {
            tell(refused, model, response);
            return factors.offered(self).map(offer -> show(offer, model)).orElseGet(() -> own(model, request));
        }
    }

    @PostMapping("/factor/app/remove")
    @Sensitive
    String remove(RedirectAttributes flash) {
        factors.removeApp(Callers.present());
        flash.addFlashAttribute("done", "factor.done.remove");
        return OWN;
    }

    @PostMapping("/factor/codes")
    @Sensitive
    String codes(Model model) {
        return showCodes(factors.newRecoveryCodes(Callers.present()), "factor.codes.replaced", model);
    }

    /** A page that answered a form has the form's address; asked for again, in another language say, it leads back. */
    @GetMapping({"/factor/app", "/factor/app/confirm", "/factor/codes"})
    String back() {
        return OWN;
    }

    /** The act itself is not known here, and is not needed: what was sent is sent again. */
    @PostMapping(StepUpInterceptor.PAGE)
    String stepUp(HttpServletRequest request, Model model) {
        Caller self = Callers.present();
        if (!(request.getAttribute(jakarta.servlet.RequestDispatcher.FORWARD_REQUEST_URI) instanceof String act)) {
            return OWN;
        }
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, String[]> one : request.getParameterMap().entrySet()) {
            if (!NOT_REPEATED.contains(one.getKey())) {
                List.of(one.getValue()).forEach(value -> fields.add(new Field(one.getKey(), value)));
            }
        }
        if (request.getAttribute(StepUpInterceptor.REFUSED) instanceof Refused refused) {
            words(refused, model);
        }
        byPassword(self, model, false);
        model.addAttribute("act", act);
        model.addAttribute("fields", fields);
        model.addAttribute("has", factors.has(self.id()));
        model.addAttribute("passkey", !passkeys.of(self.id()).isEmpty() && passkeys.offered(request));
        model.addAttribute("minutes", settings.freshFor().toMinutes());
        return "factor/step-up";
    }

    /** Who has no second factor shows a password; who has none of these either proves themselves at the provider. */
    private void byPassword(Caller self, Model model, boolean proved) {
        model.addAttribute("proved", proved);
        model.addAttribute("hasPassword", people.find(self.id()).filter(Person::hasPassword).isPresent());
        model.addAttribute("provider", provider.where(self.id()).orElse(null));
        model.addAttribute("providerName", provider.name());
    }

    @GetMapping(StepUpInterceptor.PAGE)
    String lost() {
        return "redirect:/";
    }

    private String show(Factors.Offer offer, Model model) {
        model.addAttribute("offer", offer);
        model.addAttribute("picture", QrPicture.of(offer.address()));
        model.addAttribute("minutes", Factors.OFFER_VALID.toMinutes());
        return "factor/app";
    }

    private String showCodes(List<String> codes, @Nullable String why, Model model) {
        model.addAttribute("codes", codes);
        model.addAttribute("why", why);
        return "factor/codes";
    }

    private void tell(Refused refused, Model model, HttpServletResponse response) {
        response.setStatus(refused.kind().status());
        words(refused, model);
    }

    private void words(Refused refused, Model model) {
        Object[] arguments = refused.arguments().toArray();
        model.addAttribute("refused", words.of(refused.key(), arguments));
        model.addAttribute("next", words.of(refused.key() + ".next", arguments));
    }
}
