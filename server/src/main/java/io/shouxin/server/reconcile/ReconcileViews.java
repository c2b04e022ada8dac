// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.language.Words;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;
import io.shouxin.server.page.Waiting;

import org.springframework.stereotype.Component;

import java.util.List;

/** The place in the menu, and the alarm for everybody who can look into it. */
@Component
class ReconcileViews implements Navigation, Waiting {

    private final Reconciliation reconciliation;
    private final Words words;

    ReconcileViews(Reconciliation reconciliation, Words words) {
        this.reconciliation = reconciliation;
        this.words = words;
    }

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.GOVERNANCE, "reconcile.nav", ReconcilePages.PATH, "scale",
                Permission.LEDGER_READ.code(), 60));
    }

    @Override
    public List<Item> items() {
        boolean reader = Callers.known().filter(one -> one.may(Permission.LEDGER_READ)).isPresent();
        int open = reader ? reconciliation.open() : 0;
        return open == 0 ? List.of() : List.of(new Item(words.of("reconcile.waiting", open),
                words.of("reconcile.waiting.why"), ReconcilePages.PATH, "alert-triangle", reconciliation.lastAt()));
    }
}
