// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import io.shouxin.core.policy.Reading;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.RegisterChanges;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.register.RegisterVersion;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;
import io.shouxin.server.replay.RegisterReplays;
import io.shouxin.server.replay.ReplayProgress;
import io.shouxin.server.replay.ReplayWords;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

import java.util.Optional;

/** A proposed change: what it changes, what it would have changed, and the second person's yes or no. */
@Controller
@PreAuthorize("hasAuthority('register.read')")
class ProposalPages {

    private final Registers registers;
    private final RegisterReplays replays;
    private final ReplayWords replayWords;
    private final ChangeWords changes;
    private final RegisterWords words;

    ProposalPages(Registers registers, RegisterReplays replays, ReplayWords replayWords, ChangeWords changes,
            RegisterWords words) {
        this.registers = registers;
        this.replays = replays;
        this.replayWords = replayWords;
        this.changes = changes;
        this.words = words;
    }

    /**
     * What the present reader may do about a proposal.
     *
     * @param why said in place of the buttons that are not there; null where nothing is missing
     */
    record Choices(boolean accept, boolean refuse, boolean withdraw, boolean again, @Nullable String why) {}

    @GetMapping("/register/proposals/{version}")
    String one(@PathVariable int version, Model model) {
        RegisterVersion proposal = registers.required(version);
        if (proposal.base().isEmpty()) {
            return "redirect:/register/versions/" + version;
        }
        Register base = registers.register(proposal.base().get());
        Register proposed = registers.register(version);
        Reading reading = registers.check(proposal.yaml());
        model.addAttribute("version", VersionPages.told(proposal, words));
        model.addAttribute("changes",
                changes.sentences(RegisterChanges.between(base, proposed), base, proposed));
        model.addAttribute("warnings", reading.warnings().stream().map(one ->
                new DocumentCheck.Line(one.line(), one.path(), words.problem(one))).toList());
        Optional<ReplayProgress> replay = replay(proposal, model);
        model.addAttribute("choices",
                choices(proposal, replay.filter(ReplayProgress::finished).isPresent(), Callers.present()));
        return "register/proposal";
    }

    /** The part of the page that changes by itself while the replay runs. */
    @GetMapping("/register/proposals/{version}/replay")
    String replay(@PathVariable int version, Model model, HttpServletResponse response) {
        RegisterVersion proposal = registers.required(version);
        model.addAttribute("version", VersionPages.told(proposal, words));
        if (replay(proposal, model).filter(ReplayProgress::finished).isPresent()) {
            // What may be decided has changed with it, so the whole page is asked for again.
            response.setHeader("HX-Refresh", "true");
        }
        return "register/proposal :: replay";
    }

    @PostMapping("/register/proposals/{version}/replay")
    @PreAuthorize("hasAnyAuthority('register.propose', 'register.accept')")
    String replayAgain(@PathVariable int version) {
        registers.required(version);
        replays.start(version);
        return "redirect:/register/proposals/" + version;
    }

    @PostMapping("/register/proposals/{version}/accept")
    @PreAuthorize("hasAuthority('register.accept')")
    @Sensitive
    String accept(@PathVariable int version) {
        registers.accept(version, Callers.present().actor());
        return "redirect:/register/versions/" + version;
    }

    @PostMapping("/register/proposals/{version}/refuse")
    @PreAuthorize("hasAuthority('register.accept')")
    String refuse(@PathVariable int version) {
        registers.refuse(version, Callers.present().actor());
        return "redirect:/register/versions/" + version;
    }

    @PostMapping("/register/proposals/{version}/withdraw")
    @PreAuthorize("hasAuthority('register.propose')")
    String withdraw(@PathVariable int version) {
        registers.withdraw(version, Callers.present().actor());
        return "redirect:/register/versions/" + version;
    }

    private Optional<ReplayProgress> replay(RegisterVersion proposal, Model model) {
        Optional<ReplayProgress> stored = replays.find(proposal.version());
        if (proposal.status() == RegisterVersion.Status.PROPOSED
                && stored.filter(one -> one.state() == ReplayProgress.State.WAITING
                        || one.state() == ReplayProgress.State.RUNNING).isPresent()) {
            // Begun again where its server died; otherwise this changes nothing.
            replays.start(proposal.version());
        }
        stored.ifPresent(one -> model.addAttribute("replay", replayWords.told(one,
                registers.register(proposal.version()), registers.register(proposal.base().orElseThrow()))));
        model.addAttribute("entries", Callers.present().may(Permission.LEDGER_READ));
        return stored;
    }

    private Choices choices(RegisterVersion proposal, boolean replayed, Caller caller) {
        boolean own = caller.id().equals(proposal.proposedBy());
        if (proposal.status() != RegisterVersion.Status.PROPOSED) {
            return new Choices(false, false, false, false, words.of("register.choice.decided"));
        }
        if (own) {
            return new Choices(false, false, caller.may(Permission.REGISTER_PROPOSE), false,
                    words.of("register.choice.own"));
        }
        if (!caller.may(Permission.REGISTER_ACCEPT)) {
            return new Choices(false, false, false, false, words.of("register.choice.not-you"));
        }
        int present = registers.inForce().version();
        if (proposal.base().orElseThrow() != present) {
            return new Choices(false, true, false, caller.may(Permission.REGISTER_PROPOSE),
                    words.of("register.choice.base-moved", proposal.base().get(), present));
        }
        return new Choices(replayed, true, false, false, replayed ? null : words.of("register.choice.replay"));
    }
}
