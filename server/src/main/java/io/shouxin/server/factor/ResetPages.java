// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What somebody else has, as far as an administrator needs it, and taking it from who has lost it. */
@Controller
@PreAuthorize("hasAuthority('staff.manage')")
class ResetPages {

    private static final String PAGE = "/factor/people/{number}";

    private final Factors factors;
    private final Passkeys passkeys;
    private final People people;
    private final WallTime times;

    ResetPages(Factors factors, Passkeys passkeys, People people, WallTime times) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.people = people;
        this.times = times;
    }

    @GetMapping(PAGE)
    String show(@PathVariable String number, Model model) {
        Factors.Summary summary = factors.of(number);
        model.addAttribute("person", required(number));
        model.addAttribute("app", summary.appSince().map(times::text).orElse(""));
        model.addAttribute("codes", summary.recoveryCodes());
        model.addAttribute("passkeys", passkeys.of(number).size());
        model.addAttribute("has", factors.has(number));
        model.addAttribute("self", Callers.present().id().equals(number));
        return "factor/person";
    }

    @PostMapping(PAGE + "/reset")
    @Sensitive(always = true)
    String reset(@PathVariable String number, RedirectAttributes flash) {
        required(number);
        factors.reset(number, Callers.present());
        flash.addFlashAttribute("done", "factor.done.reset");
        return "redirect:/factor/people/" + number;
    }

    @GetMapping(PAGE + "/reset")
    String back(@PathVariable String number) {
        return "redirect:/factor/people/" + required(number).number();
    }

    private Person required(String number) {
        return people.find(number).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
    }
}
