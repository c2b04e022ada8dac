// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.clock;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The time the door goes by: the system's, in milliseconds, unless the present thread acts on
 * another clock that has a name. Every entry made then carries that name, so that simulated work can
 * never pass for real work.
 */
public final class DoorClock extends Clock {

    private record Other(String name, Instant at) {}

    private static final ThreadLocal<@Nullable Other> OTHER = new ThreadLocal<>();

    private final Clock system;
    private final ZoneId zone;

    /**
     * @param zone where the operator's days begin and end: for pages and working days; instants have none
     */
    public DoorClock(Clock system, ZoneId zone) {
        this.system = system;
        this.zone = zone;
    }

    /** Runs the act at the given time of the named clock, on this thread only. */
    public <T> T during(String name, Instant at, Supplier<T> act) {
        Other outer = OTHER.get();
        OTHER.set(new Other(name, at));
        try {
            return act.get();
        } finally {
            OTHER.set(outer);
        }
    }

    /** The name of the other clock this thread acts on; empty on the system's. */
    public Optional<String> name() {
        return Optional.ofNullable(OTHER.get()).map(Other::name);
    }

    @Override
    public Instant instant() {
        Other other = OTHER.get();
        return (other == null ? system.instant() : other.at()).truncatedTo(ChronoUnit.MILLIS);
    }

    /** The system's time, whatever clock the thread acts on: for limits and leases. */
    public Instant systemInstant() {
        return system.instant();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DoorClock(system, zone);
    }
}
