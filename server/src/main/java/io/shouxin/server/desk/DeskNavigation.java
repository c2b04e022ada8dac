// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where the desk stands in the menu. */
@Component
class DeskNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.ACCESS, "desk.nav.customers", "/customers", "user-search",
                Permission.CUSTOMER_SEARCH.code(), 10));
    }
}
