// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was compared, and what does not fit, for those who read the ledger. */
@Controller
@PreAuthorize("hasAuthority('ledger.read')")
class ReconcilePages {

    static final String PATH = "/reconciliation";

    private final Reconciliation reconciliation;
    private final Registers registers;
    private final RegisterWords names;
    private final Words words;
    private final WallTime times;

    ReconcilePages(Reconciliation reconciliation, Registers registers, RegisterWords names, Words words,
            WallTime times) {
        this.reconciliation = reconciliation;
        this.registers = registers;
        this.names = names;
        this.words = words;
        this.times = times;
    }

    record RunRow(String at, String views, String needed, String matched, String findings, boolean sound) {}

    record FindingRow(long id, String kind, String entry, String who, String scene, String approval, boolean open,
            String looked) {}

    @GetMapping(PATH)
    String show(Model model) {
        List<RunRow> runs = reconciliation.runs().stream().map(one -> new RunRow(times.text(one.at()),
                names.number(one.views()), names.number(one.needed()), names.number(one.matched()),
                names.number(one.findings()), one.findings() == 0)).toList();
        Register register = registers.inForce().register();
        model.addAttribute("runs", runs);
        model.addAttribute("open", reconciliation.open());
        model.addAttribute("findings", reconciliation.findings().stream().map(one -> row(one, register)).toList());
        return "reconcile/reconciliation";
    }

    private FindingRow row(Finding one, Register register) {
        return new FindingRow(one.id(),
                words.of("reconcile.kind." + one.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')),
                one.entry().map(number -> Long.toString(number)).orElse(""), names.person(one.actor()),
                Optional.ofNullable(register.scenes().get(one.scene())).map(names::name).orElse(one.scene()),
                one.approval(), one.looked().isEmpty(), one.looked().map(looked -> words.of("reconcile.looked",
                        names.person(looked.by()), times.text(looked.at()), looked.words())).orElse(""));
    }

    @PostMapping(PATH + "/run")
    @PreAuthorize("hasAuthority('ledger.verify')")
    String run(RedirectAttributes flash) {
        flash.addFlashAttribute("done",
                reconciliation.run().isPresent() ? "reconcile.done.run" : "reconcile.done.elsewhere");
        return "redirect:" + PATH;
    }

    @PostMapping(PATH + "/{id}/look")
    @PreAuthorize("hasAuthority('ledger.verify')")
    String look(@PathVariable long id, @RequestParam(defaultValue = "") String reason, RedirectAttributes flash) {
        reconciliation.look(id, reason, Callers.present());
        flash.addFlashAttribute("done", "reconcile.done.look");
        return "redirect:" + PATH;
    }
}
