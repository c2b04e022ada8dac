// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.YearMonth;

/** The page Retention: how long entries are kept and by which law, the months, and their pruning by two. */
@Controller
@PreAuthorize("hasAuthority('pruning.read')")
class PruningPages {

    private static final String MANAGE = "hasAuthority('pruning.manage')";
    private static final String BACK = "redirect:/ledger/pruning";

    private final Prunings prunings;
    private final PruningWork work;
    private final PruningReport report;
    private final Words words;

    PruningPages(Prunings prunings, PruningWork work, PruningReport report, Words words) {
        this.prunings = prunings;
        this.work = work;
        this.report = report;
        this.words = words;
    }

    @GetMapping("/ledger/pruning")
    String show(Model model) {
        Caller caller = Callers.present();
        model.addAttribute("kinds", report.kinds());
        model.addAttribute("months", report.months());
        model.addAttribute("proposals", report.proposals());
        model.addAttribute("gone", report.gone());
        model.addAttribute("may", caller.may(Permission.PRUNING_MANAGE));
        model.addAttribute("reads", caller.may(Permission.LEDGER_READ));
        model.addAttribute("me", caller.id());
        return "pruning/pruning";
    }

    @PostMapping("/ledger/pruning/{month:[0-9]{4}-(?:0[1-9]|1[0-2])}")
    @PreAuthorize(MANAGE)
    String propose(@PathVariable String month, @RequestParam(defaultValue = "") String reason,
            RedirectAttributes flash) {
        return done("pruning.done.propose", flash,
                () -> prunings.propose(YearMonth.parse(month), Callers.present().actor(), reason));
    }

    @PostMapping("/ledger/pruning/{id:[0-9]{1,18}}/{choice:accept|refuse|withdraw}")
    @PreAuthorize(MANAGE)
    String decide(@PathVariable long id, @PathVariable String choice, RedirectAttributes flash) {
        return done("pruning.done." + choice, flash, () -> {
            switch (choice) {
                case "accept" -> {
                    prunings.accept(id, Callers.present().actor());
                    work.look();
                }
                case "refuse" -> prunings.refuse(id, Callers.present().actor());
                default -> prunings.withdraw(id, Callers.present().actor());
            }
        });
    }

    private String done(String key, RedirectAttributes flash, Runnable act) {
        try {
            act.run();
            flash.addFlashAttribute("done", words.of(key));
        } catch (Refused refused) {
            Object[] arguments = refused.arguments().toArray();
            flash.addFlashAttribute("refused", words.of(refused.key(), arguments));
            flash.addFlashAttribute("next", words.of(refused.key() + ".next", arguments));
        }
        return BACK;
    }
}
