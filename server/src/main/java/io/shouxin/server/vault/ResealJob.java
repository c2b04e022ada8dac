// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.server.register.SuiteSwitches.Progress;
import io.shouxin.server.register.SuiteSwitches.State;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Values being sealed anew for a register version.
 *
 * @param seen customers up to this one are done
 */
record ResealJob(int version, State state, SortedMap<String, Target> fields, Optional<UUID> seen, Counts counts,
        Duration worked, Instant begunAt, Optional<Instant> endedAt) {

    /**
     * What a field is brought to.
     *
     * @param epoch of its new tags; empty for a field without any
     * @param searched whether its tags are for searches; the customer's number has one in its row besides
     */
    record Target(Suite suite, Optional<Integer> epoch, boolean searched) {}

    record Counts(long total, long done, long resealed, long damaged) {}

    ResealJob of(SortedMap<String, Target> targets) {
        return new ResealJob(version, state, targets, seen, counts, worked, begunAt, endedAt);
    }

    /** The suite a value of this record belongs under. */
    Suite suite(SealedRecord record, String field) {
        Target target = fields.get(field);
        return target == null ? record.suite(field).orElseThrow() : target.suite();
    }

    boolean concerns(SealedRecord record) {
        return fields.keySet().stream().anyMatch(record.fields()::contains);
    }

    Progress progress() {
        Map<String, Suite> suites = new TreeMap<>();
        fields.forEach((name, target) -> suites.put(name, target.suite()));
        // Customers who came since the count was taken are looked at too.
        long total = Math.max(counts.total(), counts.done());
        long speed = worked.toMillis() < 1 ? 0 : counts.done() * 1000 / worked.toMillis();
        Optional<Duration> left = state != State.RUNNING || speed < 1 ? Optional.empty()
                : Optional.of(Duration.ofSeconds((total - counts.done() + speed - 1) / speed));
        return new Progress(version, state, suites, counts.done(), total, counts.resealed(), counts.damaged(), speed,
                left, begunAt, endedAt);
    }
}
