// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.server.approval.Approvals;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterWords;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The reasons of the last thirty days that say nothing, for those who read the ledger. */
@Controller
class CarelessPages {

    private static final Duration BACK = Duration.ofDays(30);

    private final Approvals approvals;
    private final RegisterWords names;
    private final Words words;
    private final WallTime times;
    private final DoorClock clock;

    CarelessPages(Approvals approvals, RegisterWords names, Words words, WallTime times, DoorClock clock) {
        this.approvals = approvals;
        this.names = names;
        this.words = words;
        this.times = times;
        this.clock = clock;
    }

    record Row(String id, String who, String at, String kind, String said, List<String> faults) {}

    @GetMapping("/reconciliation/reasons")
    @PreAuthorize("hasAuthority('ledger.read')")
    String show(Model model) {
        var asked = approvals.since(clock.systemInstant().minus(BACK));
        List<Row> rows = Careless.among(asked).stream().map(one -> new Row(one.approval().id(),
                names.person(one.approval().request().actor()), times.text(one.approval().asked().at()),
                words.of("approval.kind." + one.approval().asked().kind()), one.approval().asked().words(),
                one.faults().stream().sorted().map(fault -> words.of("reconcile.fault."
                        + fault.name().toLowerCase(Locale.ROOT))).toList())).toList();
        model.addAttribute("rows", rows);
        model.addAttribute("asked", asked.size());
        return "reconcile/reasons";
    }
}
