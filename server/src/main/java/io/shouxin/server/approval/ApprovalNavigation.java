// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where the pages of this module stand in the menu: a superior may have to decide, whatever their roles. */
@Component
class ApprovalNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.ACCESS, "approval.nav", "/approvals", "shield-lock", "", 30),
                new NavEntry(NavGroup.ACCESS, "approval.nav.scenes", "/scenes", "user-shield", "", 31));
    }
}
