// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.problem.FormErrors;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.OwnedKeys;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.Sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;
import java.util.Objects;

/** One's own password and sessions, and the first password by a one-time link. */
@Controller
class PasswordPages {

    private static final String INVITATION = "/invitation/{secret}";
    private static final String NAMES = "entrance.field.";

    private final People people;
    private final Sessions sessions;
    private final Services services;
    private final OwnedKeys keys;
    private final OidcOffer provider;
    private final WallTime times;
    private final FormErrors formErrors;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    PasswordPages(People people, Sessions sessions, Services services, OwnedKeys keys, OidcOffer provider,
            WallTime times, FormErrors formErrors) {
        this.people = people;
        this.services = services;
        this.keys = keys;
        this.provider = provider;
        this.sessions = sessions;
        this.times = times;
        this.formErrors = formErrors;
    }

    /** Says nothing about itself: it holds what must not be printed. */
    record PasswordForm(String present, String password, String repeated) {

        PasswordForm {
            present = Objects.requireNonNullElse(present, "");
            password = Objects.requireNonNullElse(password, "");
            repeated = Objects.requireNonNullElse(repeated, "");
        }

        void requireSame() {
            if (!password.equals(repeated)) {
                throw new Refused(Refused.Kind.INVALID, "problem.invalid",
                        List.of(new Refused.Detail("repeated", "entrance.rule.repeated")));
            }
        }

        @Override
        public String toString() {
            return "PasswordForm";
        }
    }

    record Seen(String handle, String signedIn, String used, boolean present) {}

    @GetMapping("/password")
    String own(Model model, HttpServletRequest request) {
        model.addAttribute("form", new PasswordForm("", "", ""));
        return showOwn(model, request);
    }

    @PostMapping("/password")
    String change(@ModelAttribute("form") PasswordForm form, BindingResult errors, Model model,
            HttpServletRequest request, HttpServletResponse response) {
        try {
            form.requireSame();
            people.changePassword(Callers.present(), form.present(), form.password());
            sessions.end(Callers.present().id(), sessionId(request));
            model.addAttribute("done", "entrance.done.password");
        } catch (Refused refused) {
            formErrors.put(errors, refused, NAMES, "present");
            response.setStatus(refused.kind().status());
        }
        return showOwn(model, request);
    }

    @PostMapping("/password/sessions/end")
    String endOthers(HttpServletRequest request, RedirectAttributes flash) {
        sessions.end(Callers.present().id(), sessionId(request));
        flash.addFlashAttribute("done", "entrance.done.end-others");
        return "redirect:/password";
    }

    @PostMapping("/password/sessions/{handle}/end")
    String endOne(@PathVariable String handle, RedirectAttributes flash) {
        Caller self = Callers.present();
        people.endSession(self.id(), handle, self.actor());
        flash.addFlashAttribute("done", "entrance.done.end-one");
        return "redirect:/password";
    }

    /** Whoever answers for an application may stop it at any time; a new one is the security administrator's. */
    @PostMapping("/password/keys/{id}/revoke")
    String revoke(@PathVariable String id, RedirectAttributes flash) {
        Caller self = Callers.present();
        if (keys.of(self.id()).stream().noneMatch(one -> one.id().equals(id))) {
            throw new Refused(Refused.Kind.UNKNOWN, "entrance.refused.no-key");
        }
        services.revoke(id, self.actor());
        flash.addFlashAttribute("done", "entrance.done.revoke");
        return "redirect:/password";
    }

    @GetMapping(INVITATION)
    String invited(@PathVariable String secret, Model model) {
        model.addAttribute("form", new PasswordForm("", "", ""));
        return showInvited(secret, model);
    }

    @PostMapping(INVITATION)
    String take(@PathVariable String secret, @ModelAttribute("form") PasswordForm form, BindingResult errors,
            Model model, HttpServletResponse response) {
        try {
            form.requireSame();
            people.takeInvitation(secret, form.password());
        } catch (Refused refused) {
            if (refused.details().isEmpty()) {
                throw refused;
            }
            formErrors.put(errors, refused, NAMES, "password");
            response.setStatus(refused.kind().status());
            return showInvited(secret, model);
        }
        return "redirect:/sign-in";
    }

    private String showInvited(String secret, Model model) {
        Person person = people.invited(secret).flatMap(people::find).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.invitation"));
        model.addAttribute("person", person);
        model.addAttribute("secret", secret);
        model.addAttribute("provider", provider);
        return "entrance/invitation";
    }

    private String showOwn(Model model, HttpServletRequest request) {
        model.addAttribute("sessions", sessions.of(Callers.present().id(), sessionId(request)).stream()
                .map(one -> new Seen(one.handle(), times.text(one.signedInAt()), times.text(one.usedAt()),
                        one.present()))
                .toList());
        model.addAttribute("keys", keys.of(Callers.present().id()));
        return "entrance/password";
    }

    private static @Nullable String sessionId(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : session.getId();
    }
}
