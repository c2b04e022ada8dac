// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.language.Words;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person of the operator's staff, as of now: roles that are valid today, reasons that suspend.
 *
 * @param cutOffs how often the person was suspended or deactivated so far
 */
public record Person(
        String number, String name, String nameEn, String department, boolean active, Set<String> roles,
        List<Suspension> suspensions, boolean hasPassword, Optional<Instant> lockedUntil,
        Optional<Instant> signedInAt, long cutOffs) {

    /** Why a person's rights rest, since when, and who said so. */
    public record Suspension(String reason, Instant since, String by) {}

    public Person {
        roles = Set.copyOf(roles);
        suspensions = List.copyOf(suspensions);
    }

    public record Account(Optional<String> superior) {}
    public Account account() { return new Account(Optional.empty()); }
    public String nameForReader() {
        return Words.choose(name, nameEn);
    }

    public Caller caller(long ruled) {
        return new Caller(Caller.Kind.STAFF, number, name, active ? roles : Set.of(), Set.of(),
                suspensions.stream().map(Suspension::reason).toList(), ruled);
    }
}
