// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where the page of this module stands in the menu: under the ledger. */
@Component
class PruningNavigation implements Navigation {

    private static final int ORDER = 21;

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.ACCESS, "pruning.nav", "/ledger/pruning", "calendar-time",
                Permission.PRUNING_READ.code(), ORDER));
    }
}
