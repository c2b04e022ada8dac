// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a role may do with the product itself. What it may see of a customer is not here: the register
 * rules on that, field by field.
 *
 * <p>The three administrators are apart (GB/T 35273 7.1, GB/T 22239): the system administrator has
 * people and settings, the security administrator the rules, the keys of applications and the root key, the auditor
 * the ledger and nothing to change.
 */
public enum Permission {

    CUSTOMER_SEARCH("customer.search"),
    CUSTOMER_REVEAL("customer.reveal"),
    CUSTOMER_COLLECT("customer.collect"),
    CUSTOMER_IMPORT("customer.import"),
    CUSTOMER_SEAL("customer.seal"),
    CUSTOMER_EXPORT("customer.export"),
    EXPORT_TRACE("export.trace"),
    TOKEN_USE("token.use"),
    TICKET_OPEN("ticket.open"),
    REGISTER_READ("register.read"),
    REGISTER_PROPOSE("register.propose"),
    REGISTER_ACCEPT("register.accept"),
    LEDGER_READ("ledger.read"),
    LEDGER_VERIFY("ledger.verify"),
    PRUNING_READ("pruning.read"),
    PRUNING_MANAGE("pruning.manage"),
    STAFF_READ("staff.read"),
    STAFF_MANAGE("staff.manage"),
    STAFF_SUSPEND("staff.suspend"),
    STAFF_PROVISION("staff.provision"),
    SERVICE_READ("service.read"),
    SERVICE_MANAGE("service.manage"),
    SETTINGS_READ("settings.read"),
    OUTBOX_READ("outbox.read"),
    OUTBOX_MANAGE("outbox.manage"),
    KEYS_READ("keys.read"),
    KEYS_MANAGE("keys.manage");

    private static final Set<Permission> DESK = EnumSet.of(CUSTOMER_SEARCH, CUSTOMER_REVEAL, TICKET_OPEN);

    private static final Map<String, Set<Permission>> BY_ROLE = Map.ofEntries(
            Map.entry("care-agent", DESK),
            Map.entry("shop-clerk", with(DESK, CUSTOMER_COLLECT)),
            Map.entry("billing", with(DESK, CUSTOMER_IMPORT, CUSTOMER_EXPORT)),
            Map.entry("fraud", DESK),
            Map.entry("analyst", with(DESK, CUSTOMER_EXPORT)),
            Map.entry("security-administrator", EnumSet.of(REGISTER_READ, REGISTER_PROPOSE, REGISTER_ACCEPT,
                    STAFF_READ, STAFF_SUSPEND, SERVICE_READ, SERVICE_MANAGE, SETTINGS_READ, KEYS_READ, KEYS_MANAGE,
                    PRUNING_READ, PRUNING_MANAGE, EXPORT_TRACE)),
            Map.entry("system-administrator", EnumSet.of(STAFF_READ, STAFF_MANAGE, STAFF_SUSPEND, SETTINGS_READ,
                    KEYS_READ, OUTBOX_READ, OUTBOX_MANAGE)),
            Map.entry("auditor", EnumSet.of(LEDGER_READ, LEDGER_VERIFY, REGISTER_READ, STAFF_READ, SERVICE_READ,
                    SETTINGS_READ, KEYS_READ, OUTBOX_READ, PRUNING_READ, EXPORT_TRACE)),
            Map.entry("privacy-officer", with(DESK, CUSTOMER_SEAL, CUSTOMER_EXPORT,
                    REGISTER_READ, REGISTER_PROPOSE, REGISTER_ACCEPT, LEDGER_READ,
                    LEDGER_VERIFY, STAFF_READ, PRUNING_READ, PRUNING_MANAGE, EXPORT_TRACE)),
            Map.entry("app-crm", EnumSet.of(CUSTOMER_SEARCH, CUSTOMER_REVEAL, CUSTOMER_COLLECT, CUSTOMER_IMPORT,
                    TOKEN_USE, TICKET_OPEN)),
            Map.entry("app-billing", EnumSet.of(CUSTOMER_SEARCH, CUSTOMER_REVEAL, CUSTOMER_IMPORT, TOKEN_USE)),
            Map.entry("app-shop", EnumSet.of(CUSTOMER_SEARCH, CUSTOMER_REVEAL, CUSTOMER_COLLECT, TICKET_OPEN)),
            Map.entry("app-analytics", EnumSet.of(CUSTOMER_SEARCH, CUSTOMER_REVEAL, TOKEN_USE)),
            Map.entry("app-hr", EnumSet.of(STAFF_PROVISION)),
            Map.entry("app-audit", EnumSet.of(LEDGER_READ, LEDGER_VERIFY, PRUNING_READ, EXPORT_TRACE)));

    private final String code;
    private final GrantedAuthority authority;

    Permission(String code) {
        this.code = code;
        this.authority = new SimpleGrantedAuthority(code);
    }

    /** As Spring Security knows it. */
    GrantedAuthority authority() {
        return authority;
    }

    /** The name used as authority, in menus and in {@code @PreAuthorize}. */
    public String code() {
        return code;
    }

    /** Whether it leads to customers' information. */
    public boolean opensCustomers() {
        return code.startsWith("customer.") || this == TOKEN_USE || this == TICKET_OPEN;
    }

    /** Whether it changes people, accounts, rules or keys, or what is kept. */
    public boolean governs() {
        return this == STAFF_MANAGE || this == STAFF_SUSPEND || this == STAFF_PROVISION || this == SERVICE_MANAGE
                || this == REGISTER_PROPOSE || this == REGISTER_ACCEPT || this == KEYS_MANAGE
                || this == OUTBOX_MANAGE || this == PRUNING_MANAGE;
    }

    static Optional<Permission> ofCode(String code) {
        return Arrays.stream(values()).filter(permission -> permission.code.equals(code)).findFirst();
    }

    /** A role nobody gave permissions to has none. */
    public static Set<Permission> of(String role) {
        return BY_ROLE.getOrDefault(role, Set.of());
    }

    public static Set<String> roles() {
        return BY_ROLE.keySet();
    }

    private static Set<Permission> with(Set<Permission> base, Permission... more) {
        Set<Permission> all = EnumSet.copyOf(base);
        all.addAll(Arrays.asList(more));
        return all;
    }
}
