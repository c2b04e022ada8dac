// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.matrix;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** The place of the register in the side navigation. */
@Component
class RegisterNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.GOVERNANCE, "register.nav", "/register", "table",
                Permission.REGISTER_READ.code(), 10));
    }
}
