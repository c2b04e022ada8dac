// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where the page of one's own second factor stands in the menu. */
@Component
class FactorNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.SYSTEM, "factor.nav", "/factor", "shield-lock", "", 91));
    }
}
