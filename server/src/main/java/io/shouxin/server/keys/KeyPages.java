// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page Keys: how they stand, sealing by one, unsealing and rotating the root by two. */
@Controller
@PreAuthorize("hasAuthority('keys.read')")
class KeyPages {

    private static final String MANAGE = "hasAuthority('keys.manage')";
    private static final String BACK = "redirect:/keys";

    private final Sealing sealing;
    private final KeyReport report;
    private final Words words;

    KeyPages(Sealing sealing, KeyReport report, Words words) {
        this.sealing = sealing;
        this.report = report;
        this.words = words;
    }

    @GetMapping("/keys")
    String show(Model model) {
        Caller caller = Callers.present();
        model.addAttribute("facts", report.facts());
        KeyReport.Standing standing = report.standing();
        model.addAttribute("standing", standing);
        model.addAttribute("open", standing.next().isEmpty());
        model.addAttribute("may", caller.may(Permission.KEYS_MANAGE));
        model.addAttribute("me", caller.id());
        model.addAttribute("proposals", report.proposals());
        model.addAttribute("roots", report.roots());
        model.addAttribute("shares", report.shares());
        model.addAttribute("progress", report.progress());
        return "keys/keys";
    }

    /** The part of the page that changes by itself while the root is rotated. */
    @GetMapping("/keys/rotation")
    String rotation(Model model, HttpServletResponse response) {
        KeyReport.ProgressLine progress = report.progress();
        model.addAttribute("progress", progress);
        if (progress == null || !progress.underWay()) {
            // The versions have changed with it, so the whole page is asked for again.
            response.setHeader("HX-Refresh", "true");
        }
        return "keys/keys :: rotation";
    }

    @PostMapping("/keys/seal")
    @PreAuthorize(MANAGE)
    String seal(@RequestParam(defaultValue = "") String reason, RedirectAttributes flash) {
        return done("keys.done.seal", flash, () -> sealing.seal(Callers.present().actor(), reason));
    }

    @PostMapping("/keys/proposals/{kind:unseal|rotate}")
    @PreAuthorize(MANAGE)
    @Sensitive
    String propose(@PathVariable String kind, @RequestParam(defaultValue = "") String reason,
            RedirectAttributes flash) {
        Proposal.Kind what = kind.equals("unseal") ? Proposal.Kind.UNSEAL : Proposal.Kind.ROTATE;
        return done("keys.done.propose", flash, () -> sealing.propose(what, Callers.present().actor(), reason));
    }

    @PostMapping("/keys/proposals/{id:[0-9]{1,18}}/{choice:accept|refuse|withdraw}")
    @PreAuthorize(MANAGE)
    @Sensitive
    String decide(@PathVariable long id, @PathVariable String choice, RedirectAttributes flash) {
        return done("keys.done." + choice, flash, () -> {
            switch (choice) {
                case "accept" -> sealing.accept(id, Callers.present().actor());
                case "refuse" -> sealing.refuse(id, Callers.present().actor());
                default -> sealing.withdraw(id, Callers.present().actor());
            }
        });
    }

    @PostMapping("/keys/shares")
    @PreAuthorize(MANAGE)
    @Sensitive
    String beginShares(RedirectAttributes flash) {
        return done("keys.done.shares", flash, () -> sealing.beginShares(Callers.present().actor()));
    }

    /** One custodian's new share, on this page and nowhere else. */
    @PostMapping("/keys/shares/{number:[0-9]{1,2}}")
    @PreAuthorize(MANAGE)
    @Sensitive
    String handOut(@PathVariable int number, Model model, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("number", number);
        model.addAttribute("share", sealing.handOut(number, Callers.present().actor()));
        return "keys/share";
    }

    /** A custodian types a share; whoever is signed in with the right to read this page may sit beside. */
    @PostMapping("/keys/share")
    String enter(@RequestParam(defaultValue = "") String share, RedirectAttributes flash) {
        return done("keys.done.entered", flash, () -> sealing.enterShare(share, Callers.present().actor()));
    }

    private String done(String key, RedirectAttributes flash, Runnable act) {
        try {
            act.run();
            flash.addFlashAttribute("done", words.of(key));
        } catch (Refused refused) {
            Object[] arguments = refused.arguments().toArray();
            flash.addFlashAttribute("refused", words.of(refused.key(), arguments));
            flash.addFlashAttribute("next", words.of(refused.key() + ".next", arguments));
        } catch (KeysFailed failed) {
            flash.addFlashAttribute("refused", words.of("keys.custody-failed"));
            flash.addFlashAttribute("next", failed.getMessage());
        }
        return BACK;
    }
}
