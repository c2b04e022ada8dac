// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The roles a person can hold, in the order in which pages list them. */
public final class Roles {

    public static final List<String> OF_STAFF = List.of("care-agent", "shop-clerk", "billing", "fraud", "analyst",
            "security-administrator", "system-administrator", "auditor", "privacy-officer");

    public static final List<String> OF_SERVICES =
            List.of("app-crm", "app-billing", "app-shop", "app-analytics", "app-hr", "app-audit");

    public static final Set<String> ADMINISTRATORS =
            Set.of("security-administrator", "system-administrator", "auditor");

    private static final String KEY = "caller.role.";

    private Roles() {}

    /** The message key of a role's name. */
    public static String key(String role) {
        return KEY + role;
    }

    /** The message key of what somebody with these roles is called: the first of them in the list's order. */
    public static String key(Collection<String> roles) {
        return KEY + OF_STAFF.stream().filter(roles::contains).findFirst().orElse("none");
    }

    public static List<String> inOrder(Collection<String> roles) {
        return OF_STAFF.stream().filter(roles::contains).toList();
    }
}
