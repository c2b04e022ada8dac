// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Roles;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What provisioning may do beyond bringing people in and taking them away.
 *
 * @param roles which group gives which role, each as {@code group name=role}; none by default. A role that
 *     governs, or that no person can hold, cannot be given this way
 * @param department the code of the department of people whose provider names none that is known
 */
@ConfigurationProperties("shouxin.scim")
record ScimSettings(@DefaultValue List<String> roles, @DefaultValue("NEW") String department) {

    ScimSettings {
        roles = List.copyOf(roles);
        roles.forEach(ScimSettings::checked);
        if (!department.matches("[A-Z][A-Z0-9-]{0,15}")) {
            throw new IllegalArgumentException("shouxin.scim.department is a code of capital letters, digits and "
                    + "hyphens");
        }
    }

    /** The role a member of this group has by it. */
    Optional<String> roleOf(String group) {
        return Optional.ofNullable(byGroup().get(group.toLowerCase(Locale.ROOT)));
    }

    private Map<String, String> byGroup() {
        Map<String, String> byGroup = new LinkedHashMap<>();
        roles.forEach(one -> byGroup.put(group(one).toLowerCase(Locale.ROOT), role(one)));
        return byGroup;
    }

    private static void checked(String one) {
        String role = one.contains("=") ? role(one) : "";
        if (group(one).isEmpty() || !Roles.OF_STAFF.contains(role) || Roles.ADMINISTRATORS.contains(role)
                || Permission.of(role).stream().anyMatch(Permission::governs)) {
            throw new IllegalArgumentException("shouxin.scim.roles has entries such as Hotline=care-agent, with a "
                    + "role of people that governs nothing, and not " + one);
        }
    }

    private static String group(String one) {
        return one.substring(0, Math.max(0, one.lastIndexOf('='))).strip();
    }

    private static String role(String one) {
        return one.substring(one.lastIndexOf('=') + 1).strip();
    }
}
