// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.service;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where the pages of this module stand in the menu. */
@Component
class ServiceNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.GOVERNANCE, "service.nav", "/services", "plug-connected",
                Permission.SERVICE_READ.code(), 50));
    }
}
