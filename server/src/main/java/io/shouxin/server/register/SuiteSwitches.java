// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Register;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the stored values when a version that takes effect gives fields another suite. Implemented
 * by the module that holds the values, which is above this one.
 */
public interface SuiteSwitches {

    /**
     * Begins to seal anew, in the transaction in which the version takes effect: a write decided by it already
     * follows the new suites, and none decided by the version before comes after.
     *
     * @param after the version that takes effect
     * @param fields the fields whose values so far are of another suite, with the suite they get
     */
    void begin(int version, Register after, Map<String, Suite> fields, Entry.Actor by);

    /** How far it is with a version; empty for one that changed no suite. */
    Optional<Progress> progress(int version);

    /** Where a switch of suites is. */
    enum State {
        /** Values are being sealed anew; what is searched for is asked in both suites. */
        RUNNING,
        /** All values and tags are of the new suites; tags of the old ones are being removed. */
        DROPPING,
        DONE,
        /** A later version changed suites again before it had ended, and took its fields over. */
        REPLACED
    }

    /**
     * @param fields the fields with the suite they get
     * @param done customers looked at so far, of about {@code total}
     * @param resealed customers of whom something was sealed anew
     * @param damaged customers of whom something did not open; it was left as it was
     * @param perSecond customers a second of work; 0 while that cannot be told
     * @param left until the last customer, at that speed; empty while that cannot be told
     */
    record Progress(int version, State state, Map<String, Suite> fields, long done, long total, long resealed,
            long damaged, long perSecond, Optional<Duration> left, Instant begunAt, Optional<Instant> endedAt) {

        public boolean underWay() {
            return state == State.RUNNING || state == State.DROPPING;
        }
    }
}
