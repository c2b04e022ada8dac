// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
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
@PreAuthorize("hasAnyAuthority('staff.manage', 'keys.manage')")
class ResetPages {

    private static final String PAGE = "/factor/people/{number}";

    private final Factors factors;
    private final Resets resets;
    private final Passkeys passkeys;
    private final People people;
    private final WallTime times;

    ResetPages(Factors factors, Resets resets, Passkeys passkeys, People people, WallTime times) {
        this.factors = factors;
        this.resets = resets;
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
        Caller caller = Callers.present();
        boolean self = people.samePerson(number, caller.id());
        model.addAttribute("self", self);
        model.addAttribute("proposes", !self && caller.may(Permission.STAFF_MANAGE));
        model.addAttribute("proposed", resets.of(number).map(one -> proposed(one, caller, self)).orElse(null));
        return "factor/person";
    }

    /**
     * A reset that waits.
     *
     * @param mine whether the reader proposed it, who then can only take it back
     */
    record Proposed(String who, String at, String until, boolean mine, boolean may) {}

    private Proposed proposed(FactorTable.ProposedReset one, Caller caller, boolean self) {
        boolean mine = people.samePerson(one.by(), caller.id());
        String name = people.find(one.by()).map(Person::nameForReader).orElse("");
        return new Proposed((name + " " + one.by()).strip(), times.text(one.at()),
                times.text(one.at().plus(Resets.VALID)), mine, !mine && !self);
    }

    static String page(String number) {
        return "/factor/people/" + number;
    }

    @PostMapping(PAGE + "/reset")
    @PreAuthorize("hasAuthority('staff.manage')")
    @Sensitive(always = true)
    String propose(@PathVariable String number, RedirectAttributes flash) {
        resets.propose(required(number).number(), Callers.present());
        flash.addFlashAttribute("done", "factor.done.reset-propose");
        return "redirect:" + page(number);
    }

    @PostMapping(PAGE + "/reset/accept")
    @Sensitive(always = true)
    String accept(@PathVariable String number, RedirectAttributes flash) {
        resets.accept(required(number).number(), Callers.present());
        flash.addFlashAttribute("done", "factor.done.reset");
        return "redirect:" + page(number);
    }

    @PostMapping(PAGE + "/reset/refuse")
    String refuse(@PathVariable String number, RedirectAttributes flash) {
        resets.refuse(required(number).number(), Callers.present());
        flash.addFlashAttribute("done", "factor.done.reset-refuse");
        return "redirect:" + page(number);
    }

    @GetMapping({PAGE + "/reset", PAGE + "/reset/accept", PAGE + "/reset/refuse"})
    String back(@PathVariable String number) {
        return "redirect:" + page(required(number).number());
    }

    private Person required(String number) {
        return people.find(number).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
    }
}
