// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.problem.Refused;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * One's own standing, which needs no right because it has to be there when none works, and the two acts of
 * administrators on somebody else's. More people may stop somebody than may let them go on.
 */
@Controller
class StandingPages {

    private final People people;
    private final Suspensions suspensions;
    private final StandingWords words;
    private final ObjectProvider<OwnedKeys> keys;
    private final ObjectProvider<RestingWork> work;

    StandingPages(People people, Suspensions suspensions, StandingWords words, ObjectProvider<OwnedKeys> keys,
            ObjectProvider<RestingWork> work) {
        this.people = people;
        this.suspensions = suspensions;
        this.words = words;
        this.keys = keys;
        this.work = work;
    }

    @GetMapping(Callers.STANDING)
    String own(Model model) {
        Person self = people.readNow(Callers.present().id()).value().orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
        model.addAttribute("resting", words.of(self));
        model.addAttribute("keys", keys.orderedStream().flatMap(one -> one.of(self.number()).stream()).toList());
        model.addAttribute("work", work.orderedStream().flatMap(one -> one.of(self).stream()).toList());
        return "staff/standing";
    }

    @PostMapping("/staff/{number}/suspensions")
    @PreAuthorize("hasAuthority('staff.suspend')")
    String suspend(@PathVariable String number, @RequestParam(defaultValue = "") String reason,
            RedirectAttributes flash) {
        suspensions.suspendByHand(number, reason, Callers.present());
        flash.addFlashAttribute("done", "staff.done.suspend");
        return "redirect:/staff/" + number;
    }

    @PostMapping("/staff/{number}/suspensions/{reason}/lift")
    @PreAuthorize("hasAuthority('staff.manage')")
    @Sensitive
    String lift(@PathVariable String number, @PathVariable String reason, RedirectAttributes flash) {
        suspensions.liftByHand(number, reason, Callers.present());
        flash.addFlashAttribute("done", "staff.done.lift");
        return "redirect:/staff/" + number;
    }
}
