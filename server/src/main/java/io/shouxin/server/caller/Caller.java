// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import io.shouxin.core.ledger.Entry;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who stands at the door, as known at this request: a person signed in, or an application with a key.
 *
 * @param purposes the purposes an application is limited to; a person's come from the register alone
 * @param suspended reasons that keep a person from customers' information; empty means in good standing
 * @param ruled every ruling with a number below this one is in it ({@code ledger.Basis})
 */
public record Caller(Kind kind, String id, String name, Set<String> roles, Set<String> purposes,
        List<String> suspended, long ruled) {

    /** What sort of caller. */
    public enum Kind { STAFF, SERVICE }

    public Caller {
        roles = Set.copyOf(roles);
        purposes = Set.copyOf(purposes);
        suspended = List.copyOf(suspended);
    }

    /** Whether it is the same person or application, whatever was ruled about them since. */
    boolean sameAs(Caller other) {
        return kind == other.kind && id.equals(other.id);
    }

    public boolean isStaff() {
        return kind == Kind.STAFF;
    }

    /** Whether the caller's own limits let it name this purpose at all. */
    public boolean limitedTo(String purpose) {
        return isStaff() || purposes.contains(purpose);
    }

    /**
     * What the roles allow at this moment. While a suspension stands that is nothing; only what opens customers
     * stays among it, for the door refuses that itself, with the reason and an entry.
     */
    public Set<Permission> permissions() {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> all.addAll(Permission.of(role)));
        if (!suspended.isEmpty()) {
            all.removeIf(permission -> !permission.opensCustomers());
        }
        return all;
    }

    public boolean may(Permission permission) {
        return permissions().contains(permission);
    }

    /** As the ledger names this caller. */
    public Entry.Actor actor() {
        return isStaff() ? Entry.Actor.staff(id, roles.stream().sorted().findFirst().orElse(null))
                : Entry.Actor.service(id);
    }
}
