// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.page.BackgroundWork;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;
import io.shouxin.server.page.Waiting;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The first page: one sentence that says how things stand, the figures behind it, and what waits. */
@Controller
class OverviewPage implements Navigation {

    private static final List<Integer> PERIODS = List.of(7, 30, 90);
    private static final String DESK = "customer.search";
    private static final String LEDGER = "ledger.read";

    private final Overview overview;
    private final Shell shell;
    private final ObjectProvider<BackgroundWork> work;
    private final ObjectProvider<Waiting> waiting;

    OverviewPage(Overview overview, Shell shell, ObjectProvider<BackgroundWork> work,
            ObjectProvider<Waiting> waiting) {
        this.overview = overview;
        this.shell = shell;
        this.work = work;
        this.waiting = waiting;
    }

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.TOP, "console.nav.overview", "/", "layout-dashboard", "", 0));
    }

    @GetMapping("/")
    String show(@RequestParam(defaultValue = "30") int days, Model model) {
        int period = PERIODS.contains(days) ? days : 30;
        model.addAttribute("period", period);
        model.addAttribute("periods", PERIODS);
        model.addAttribute("view", overview.of(period));
        model.addAttribute("work", running());
        model.addAttribute("waiting", waiting.orderedStream().flatMap(one -> one.items().stream())
                .sorted(Comparator.comparing(Waiting.Item::since)).toList());
        model.addAttribute("desk", may(DESK));
        model.addAttribute("reads", may(LEDGER));
        return "console/overview";
    }

    /** The part that changes while work goes on; asked again by the page every few seconds. */
    @GetMapping("/overview/work")
    String work(Model model) {
        model.addAttribute("work", running());
        return "console/overview :: work";
    }

    private List<BackgroundWork.Progress> running() {
        return work.orderedStream().map(BackgroundWork::progress).flatMap(Optional::stream).toList();
    }

    private boolean may(String permission) {
        return shell.who() != null && shell.who().may(permission);
    }
}
