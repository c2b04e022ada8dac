// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;

/** The page of the outbox, and putting a message back by hand. */
@Controller
@PreAuthorize("hasAuthority('outbox.read')")
class OutboxPages {

    private static final String MANAGE = "hasAuthority('outbox.manage')";
    private static final String ID = "{id:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}";
    private static final String BACK = "redirect:/outbox";

    private final OutboxViews views;
    private final Moves moves;
    private final Words words;
    private final Clock clock;

    OutboxPages(OutboxViews views, Moves moves, Words words, Clock clock) {
        this.views = views;
        this.moves = moves;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/outbox")
    String list(@RequestParam(defaultValue = "") String state, Model model) {
        MessageState only = state(state);
        model.addAttribute("ways", views.ways());
        model.addAttribute("rows", views.rows(only));
        model.addAttribute("states", views.states());
        model.addAttribute("chosen", only == null ? "" : only.code());
        model.addAttribute("may", Callers.present().may(Permission.OUTBOX_MANAGE));
        return "outbox/list";
    }

    /** Another word than a state's shows all: a list is no place to be refused. */
    private static @Nullable MessageState state(String asked) {
        return Arrays.stream(MessageState.values()).filter(one -> one.code().equals(asked)).findFirst().orElse(null);
    }

    /** What it means to send one again of which nobody knows whether it arrived. */
    @GetMapping("/outbox/" + ID + "/retry")
    @PreAuthorize(MANAGE)
    String ask(@PathVariable UUID id, Model model) {
        model.addAttribute("row", views.row(id));
        return "outbox/retry";
    }

    @PostMapping("/outbox/" + ID + "/retry")
    @PreAuthorize(MANAGE)
    String retry(@PathVariable UUID id, @RequestParam(defaultValue = "") String twice, RedirectAttributes flash) {
        try {
            moves.again(id, twice.equals("yes"), Callers.present().actor(), clock.instant());
            flash.addFlashAttribute("done", words.of("outbox.done.retry"));
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", words.of(refused.key()));
            flash.addFlashAttribute("next", words.of(refused.key() + ".next"));
        }
        return BACK;
    }
}
