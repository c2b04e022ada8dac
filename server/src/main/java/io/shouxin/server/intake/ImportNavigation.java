// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where imports are found. */
@Component
class ImportNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.ACCESS, "intake.nav", "/imports", "file-import",
                Permission.CUSTOMER_IMPORT.code(), 40));
    }
}
