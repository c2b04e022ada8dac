// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.server.problem.Refused;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of the register and where it stands.
 *
 * @param base the version in force when this one was proposed; another one in force since then means
 *     that what was compared is no longer what would change
 */
public record RegisterVersion(int version, Status status, String yaml, String reason, Optional<Integer> base,
        String proposedBy, Instant proposedAt, Optional<String> decidedBy, Optional<Instant> decidedAt) {

    /** The life of a version. */
    public enum Status { PROPOSED, IN_FORCE, SUPERSEDED, REFUSED, WITHDRAWN }

    /** Whether values were ever stored by it. Each was proposed on the one before: the newest decided last. */
    boolean everInForce() {
        return status == Status.IN_FORCE || status == Status.SUPERSEDED;
    }

    /** Takes effect; the second person must be another one (GB/T 35273 7.1). */
    RegisterVersion accept(String by, Instant at, int inForce) {
        requireProposed();
        if (by.equals(proposedBy)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "register.refused.own-proposal");
        }
        if (base.isPresent() && base.get() != inForce) {
            throw new Refused(Refused.Kind.CONFLICT, "register.refused.base-moved", "" + base.get(), "" + inForce);
        }
        return decided(Status.IN_FORCE, by, at);
    }

    RegisterVersion refuse(String by, Instant at) {
        requireProposed();
        if (by.equals(proposedBy)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "register.refused.own-proposal");
        }
        return decided(Status.REFUSED, by, at);
    }

    RegisterVersion withdraw(String by, Instant at) {
        requireProposed();
        if (!by.equals(proposedBy)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "register.refused.not-yours");
        }
        return decided(Status.WITHDRAWN, by, at);
    }

    private void requireProposed() {
        if (status != Status.PROPOSED) {
            throw new Refused(Refused.Kind.CONFLICT, "register.refused.decided-already", "" + version);
        }
    }

    private RegisterVersion decided(Status next, String by, Instant at) {
        return new RegisterVersion(version, next, yaml, reason, base, proposedBy, proposedAt, Optional.of(by),
                Optional.of(at));
    }
}
