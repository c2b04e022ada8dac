// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which roles one natural person may hold at once, whatever account holds them (GB/T 35273 7.1, GB/T 22239:
 * the administrators are different people, and none opens customers). Dates count: a role that begins
 * next month meets one that has not ended by then.
 */
@Component
class RoleGrants {

    private final StaffTable table;
    private final Clock clock;

    RoleGrants(StaffTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), clock.getZone());
    }

    /**
     * Gives a role for some days. The person's main account is locked until the end of the transaction, so
     * that two administrators cannot give two accounts of one person what must not meet.
     *
     * @param from the first day; empty for today
     * @param until the last day; empty for good
     * @throws Refused {@code staff.refused.separation}, {@code staff.refused.unknown-role}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public StaffTable.Grant give(Person account, String role, @Nullable LocalDate from, @Nullable LocalDate until) {
        requireKnown(List.of(role));
        LocalDate first = from == null ? today() : from;
        new Checks().that(!first.isBefore(today()), "from", "staff.rule.from")
                .that(until == null || !until.isBefore(first), "until", "staff.rule.until").throwIfAny();
        StaffTable.Grant grant = new StaffTable.Grant(role, first, java.util.Optional.ofNullable(until));
        table.lock(account.person());
        Set<String> held = new HashSet<>(table.rolesMeeting(account, grant));
        held.add(role);
        requireSeparation(held);
        table.addRole(account.number(), grant);
        return grant;
    }

    /** @throws Refused {@code staff.refused.separation}, {@code staff.refused.unknown-role} */
    static void requireSeparation(Collection<String> roles) {
        requireKnown(roles);
        boolean administrator = roles.stream().anyMatch(Roles.ADMINISTRATORS::contains);
        if (administrator && roles.stream().distinct().count() > 1) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.separation");
        }
    }

    private static void requireKnown(Collection<String> roles) {
        for (String role : roles) {
            if (!Permission.roles().contains(role) || role.startsWith("app-")) {
                throw new Refused(Refused.Kind.INVALID, "staff.refused.unknown-role", role);
            }
        }
    }
}
