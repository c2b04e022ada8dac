// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.util.List;
import java.util.Set;

/** The roles a person can hold, in the order in which pages list them. */
public final class Roles {

    public static final List<String> OF_STAFF = List.of("care-agent", "shop-clerk", "billing", "fraud", "analyst",
            "security-administrator", "system-administrator", "auditor", "privacy-officer");

    public static final List<String> OF_SERVICES =
            List.of("app-crm", "app-billing", "app-shop", "app-analytics", "app-audit");

    static final Set<String> ADMINISTRATORS =
            Set.of("security-administrator", "system-administrator", "auditor");

    private Roles() {}
}
