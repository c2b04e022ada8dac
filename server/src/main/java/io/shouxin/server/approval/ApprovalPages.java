// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.Way;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.factor.Proof;
import io.shouxin.server.factor.StepUp;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What waits for a decision, what one asked for, and a single request with the buttons of whoever reads it. */
@Controller
class ApprovalPages {

    private final Approvals approvals;
    private final Codes codes;
    private final Comparisons comparisons;
    private final ApprovalWords words;
    private final StepUp stepUp;
    private final Standing standing;

    @SuppressWarnings("checkstyle:ParameterNumber") // The doors it leads to.
    ApprovalPages(Approvals approvals, Codes codes, Comparisons comparisons, ApprovalWords words, StepUp stepUp,
            Standing standing) {
        this.approvals = approvals;
        this.codes = codes;
        this.comparisons = comparisons;
        this.words = words;
        this.stepUp = stepUp;
        this.standing = standing;
    }

    @GetMapping("/approvals")
    String list(Model model) {
        Caller caller = Callers.present();
        model.addAttribute("waiting", approvals.waitingFor(caller).stream()
                .map(one -> words.row(one, approvals.askerStands(one))).toList());
        model.addAttribute("voided", approvals.voidedFor(caller).stream().map(words::row).toList());
        model.addAttribute("asked", approvals.of(caller.id()).stream().map(words::row).toList());
        model.addAttribute("decided", approvals.decidedBy(caller.id()).stream().map(words::row).toList());
        return "approval/list";
    }

    @GetMapping("/approvals/{id}")
    String one(@PathVariable String id, Model model) {
        Approval approval = show(id, model);
        if (!approval.request().actor().equals(Callers.present().id())) {
            comparisons.of(approval).ifPresent(found -> model.addAttribute("beside", words.beside(approval, found)));
        }
        return "approval/approval";
    }

    /** The part that changes by itself: whoever asked sees the answer without asking again. */
    @GetMapping("/approvals/{id}/state")
    String state(@PathVariable String id, Model model) {
        show(id, model);
        return "approval/approval :: deciding";
    }

    private Approval show(String id, Model model) {
        Caller caller = Callers.present();
        Approval approval = approvals.required(id);
        Routing.Answer answer = approvals.routing(approval, caller);
        requireReader(approval, answer, caller);
        model.addAttribute("approval", words.view(approval, answer,
                new ApprovalWords.Told(approvals.asksLately(approval), approvals.posts(approval)), caller));
        model.addAttribute("export", approval.request().term("export").orElse(null));
        model.addAttribute("proof", stepUp.freshUntil(caller).isEmpty());
        model.addAttribute("byCode", approval.request().actor().equals(caller.id()) && codes.offered(approval));
        model.addAttribute("onSite", approval.state() == Approval.State.PROPOSED
                && approval.request().actor().equals(caller.id()) && approvals.scenePresent(approval)
                        .filter(scene -> scene.terms().ways().contains(Way.ON_SITE)).isPresent());
        return approval;
    }

    /** Whoever asked, decided or may decide, and those who read the ledger; for others it is not there. */
    private static void requireReader(Approval approval, Routing.Answer answer, Caller caller) {
        boolean decider = approval.decided().filter(one -> one.by().equals(caller.id())).isPresent();
        if (!approval.request().actor().equals(caller.id()) && !decider && !answer.may()
                && !caller.may(Permission.LEDGER_READ)) {
            throw new Refused(Refused.Kind.UNKNOWN, "approval.refused.unknown");
        }
    }

    @PostMapping("/approvals/{id}/agree")
    @Sensitive(always = true)
    String agree(@PathVariable String id, @RequestParam(required = false) @Nullable Long minutes,
            @RequestParam(defaultValue = "") String note, RedirectAttributes flash) {
        approvals.agree(id, Optional.ofNullable(minutes).map(Duration::ofMinutes), note, Callers.present());
        flash.addFlashAttribute("done", "approval.done.agree");
        return "redirect:/approvals/" + id;
    }

    /**
     * The approver stands at the desk of whoever asks and proves who they are by a code of their own. It signs
     * nobody in and is good for this one decision.
     */
    @PostMapping("/approvals/{id}/on-site")
    String onSite(@PathVariable String id, @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String code, @RequestParam(required = false) @Nullable Long minutes,
            RedirectAttributes flash) {
        Caller desk = Callers.present();
        if (!approvals.required(id).request().actor().equals(desk.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "approval.refused.not-yours");
        }
        String approver = number.strip().toUpperCase(Locale.ROOT);
        stepUp.requireBeside(approver, new Proof.Code(code), desk);
        Caller by = standing.person(approver).orElseThrow(
                () -> new Refused(Refused.Kind.FORBIDDEN, "approval.refused.not-approver"));
        approvals.agreeOnSite(id, Optional.ofNullable(minutes).map(Duration::ofMinutes), by);
        flash.addFlashAttribute("done", "approval.done.on-site");
        return "redirect:/approvals/" + id;
    }

    @PostMapping("/approvals/{id}/code")
    String sendCode(@PathVariable String id, @RequestParam(defaultValue = "") String number,
            RedirectAttributes flash) {
        codes.send(id, number, Callers.present());
        flash.addFlashAttribute("done", "approval.done.code");
        return "redirect:/approvals/" + id;
    }

    @PostMapping("/approvals/{id}/by-code")
    String byCode(@PathVariable String id, @RequestParam(defaultValue = "") String code, RedirectAttributes flash) {
        codes.take(id, code, Callers.present());
        flash.addFlashAttribute("done", "approval.done.by-code");
        return "redirect:/approvals/" + id;
    }

    @PostMapping("/approvals/{id}/refuse")
    String refuse(@PathVariable String id, @RequestParam(defaultValue = "") String note, RedirectAttributes flash) {
        approvals.refuse(id, note, Callers.present());
        flash.addFlashAttribute("done", "approval.done.refuse");
        return "redirect:/approvals/" + id;
    }

    @PostMapping("/approvals/{id}/withdraw")
    String withdraw(@PathVariable String id, RedirectAttributes flash) {
        approvals.withdraw(id, Callers.present());
        flash.addFlashAttribute("done", "approval.done.withdraw");
        return "redirect:/approvals/" + id;
    }

    @PostMapping("/approvals/{id}/take-back")
    String takeBack(@PathVariable String id, RedirectAttributes flash) {
        approvals.takeBack(id, Callers.present());
        flash.addFlashAttribute("done", "approval.done.take-back");
        return "redirect:/approvals/" + id;
    }
}
