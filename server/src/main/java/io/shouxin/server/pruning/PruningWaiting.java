// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.language.Words;
import io.shouxin.server.page.Waiting;

import org.springframework.stereotype.Component;

import java.util.List;

/** A proposal waits on the overview of everybody who may accept it. */
@Component
class PruningWaiting implements Waiting {

    private final Prunings prunings;
    private final PruningReport report;
    private final Words words;

    PruningWaiting(Prunings prunings, PruningReport report, Words words) {
        this.prunings = prunings;
        this.report = report;
        this.words = words;
    }

    @Override
    public List<Item> items() {
        return Callers.known().filter(caller -> caller.may(Permission.PRUNING_MANAGE)).stream()
                .flatMap(caller -> prunings.waiting(caller.id()).stream())
                .map(one -> new Item(report.what(one), words.of("pruning.accept.what"), "/ledger/pruning",
                        "calendar-time", one.proposedAt())).toList();
    }
}
