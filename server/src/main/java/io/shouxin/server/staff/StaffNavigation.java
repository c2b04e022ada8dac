// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where the pages of this module stand in the menu. */
@Component
class StaffNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.GOVERNANCE, "staff.nav.people", "/staff", "users-group",
                Permission.STAFF_READ.code(), 40),
                new NavEntry(NavGroup.SYSTEM, "staff.nav.standing", Callers.STANDING, "user-check", "", 85));
    }
}
