// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.Optional;

/** One's own passkeys: making, naming, removing, and the proof by one. What a script asks is answered in JSON. */
@Controller
class PasskeyPages {

    private static final String OWN = "redirect:/factor";
    private static final String DONE = "{\"where\":\"/factor\"}";

    private final Passkeys passkeys;
    private final StepUp stepUp;
    private final Words words;
    private final Clock clock;

    PasskeyPages(Passkeys passkeys, StepUp stepUp, Words words, Clock clock) {
        this.passkeys = passkeys;
        this.stepUp = stepUp;
        this.words = words;
        this.clock = clock;
    }

    /** Asks for the proof first, and for the script's part on a page of its own. */
    @PostMapping("/factor/passkeys/new")
    @Sensitive
    String begin(@RequestParam(defaultValue = "") String password, RedirectAttributes flash, Model model,
            HttpServletRequest request) {
        try {
            stepUp.requireToEnrol(Callers.present(), password, request);
        } catch (Refused refused) {
            return told(refused, flash);
        }
        model.addAttribute("longest", Passkeys.LABEL_MAX);
        return "factor/passkey";
    }

    @PostMapping(path = "/factor/passkeys/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String options(HttpServletRequest request) {
        Caller self = Callers.present();
        stepUp.requireEnrolling(self, request);
        return passkeys.creation(self, request);
    }

    @PostMapping(path = "/factor/passkeys", consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String register(@RequestBody String answer, HttpServletRequest request) {
        Caller self = Callers.present();
        stepUp.requireEnrolling(self, request);
        passkeys.register(self, answer, request);
        FactorSession.proved(request, self.id(), clock.instant());
        FactorSession.passed(request, self.id());
        return DONE;
    }

    @PostMapping("/factor/passkeys/{id}/rename")
    String rename(@PathVariable String id, @RequestParam(defaultValue = "") String label, RedirectAttributes flash) {
        try {
            passkeys.rename(Callers.present(), id, label);
        } catch (Refused refused) {
            return told(refused, flash);
        }
        return done("factor.done.passkey-rename", flash);
    }

    @PostMapping("/factor/passkeys/{id}/remove")
    @Sensitive
    String remove(@PathVariable String id, RedirectAttributes flash) {
        passkeys.remove(Callers.present(), id);
        return done("factor.done.passkey-remove", flash);
    }

    @PostMapping(path = "/factor/proof/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String proofOptions(HttpServletRequest request) {
        return passkeys.request(Optional.of(Callers.present().id()), request);
    }

    /** The proof before a sensitive act; the page sends the act again, which then finds it fresh. */
    @PostMapping(path = "/factor/proof", consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String prove(@RequestBody String answer, HttpServletRequest request) {
        Caller self = Callers.present();
        passkeys.prove(answer, Factors.Occasion.STEP_UP, Optional.of(self.id()), request);
        FactorSession.proved(request, self.id(), clock.instant());
        FactorSession.passed(request, self.id());
        return "{}";
    }

    @GetMapping({"/factor/passkeys/new", "/factor/passkeys/{id}/rename"})
    String back() {
        return OWN;
    }

    private static String done(String key, RedirectAttributes flash) {
        flash.addFlashAttribute("done", key);
        return OWN;
    }

    private String told(Refused refused, RedirectAttributes flash) {
        Refused.Detail first = refused.details().stream().findFirst().orElse(null);
        Object[] arguments = refused.arguments().toArray();
        flash.addFlashAttribute("refused", first == null ? words.of(refused.key(), arguments)
                : words.of("factor.rule.label", Passkeys.LABEL_MAX));
        flash.addFlashAttribute("next", first == null ? words.of(refused.key() + ".next", arguments) : "");
        return OWN;
    }
}
