// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.language.Words;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An account of a person of the operator's staff, as of now: roles that are valid today, reasons that
 * suspend the person, whichever account they were given for.
 *
 * @param active whether the account works today: it and its main account are switched on, and neither is
 *     past its last day
 * @param cutOffs how often the account or its person was suspended or deactivated so far
 */
public record Person(
        String number, String name, String nameEn, String department, boolean active, Set<String> roles,
        List<Suspension> suspensions, boolean hasPassword, Optional<Instant> lockedUntil,
        Optional<Instant> signedInAt, long cutOffs, Account account) {

    /** Why a person's rights rest, since when, and who said so. */
    public record Suspension(String reason, Instant since, String by) {}

    /**
     * What sort of account it is.
     *
     * @param main the main account (主账号) of the same natural person, when this is a sub-account (从账号)
     * @param system the system that a sub-account is for
     * @param endsOn the last day, in the operator's time zone, on which it works; a contractor has one
     * @param superior the main account of whom the person reports to
     * @param on whether this account itself is switched on
     * @param mainOn whether its main account is; its own flag where it has none
     * @param ended whether the last day is over
     */
    public record Account(Optional<String> main, Optional<String> system, boolean contractor,
            Optional<LocalDate> endsOn, Optional<String> superior, boolean on, boolean mainOn, boolean ended) {

        /** As a new account begins: switched on, for good, reporting to nobody. */
        static final Account NEW = new Account(Optional.empty(), Optional.empty(), false, Optional.empty(),
                Optional.empty(), true, true, false);
    }

    public Person {
        roles = Set.copyOf(roles);
        suspensions = List.copyOf(suspensions);
    }

    public String nameForReader() {
        return Words.choose(name, nameEn);
    }

    /** The number of the natural person: that of the main account. */
    public String person() {
        return account.main().orElse(number);
    }

    public boolean isSub() {
        return account.main().isPresent();
    }

    public Caller caller(long ruled) {
        return new Caller(Caller.Kind.STAFF, number, name, active ? roles : Set.of(), Set.of(),
                suspensions.stream().map(Suspension::reason).toList(), ruled);
    }
}
