// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Where exports are found: by those who ask for them and by those who watch over them. */
@Component
class ExportNavigation implements Navigation {

    @Override
    public List<NavEntry> entries() {
        return List.of(
                new NavEntry(NavGroup.ACCESS, "export.nav", "/exports", "file-export",
                        Permission.CUSTOMER_EXPORT.code(), 45),
                new NavEntry(NavGroup.GOVERNANCE, "export.nav.trace", "/traces", "fingerprint",
                        Permission.EXPORT_TRACE.code(), 60));
    }
}
