// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;

/** What the frame around every page shows of the ledger: where it can be opened, and how it stands. */
@Component
class LedgerFrame implements Navigation, LedgerPill {

    private static final int ORDER = 20;
    /** Checks come every quarter of a minute; a long one on demand holds them up. */
    private static final Duration LATE_AFTER = Duration.ofMinutes(2);

    private final LedgerCheck check;
    private final DoorClock clock;

    LedgerFrame(LedgerCheck check, DoorClock clock) {
        this.check = check;
        this.clock = clock;
    }

    @Override
    public List<NavEntry> entries() {
        return List.of(new NavEntry(NavGroup.ACCESS, "ledger.nav", "/ledger", "list-check", "ledger.read", ORDER));
    }

    @Override
    public Reading read() {
        try {
            return check.last().map(this::reading).orElse(Reading.UNKNOWN);
        } catch (RuntimeException unavailable) {
            // Only before the first reading since the start; nothing is known then.
            return Reading.UNKNOWN;
        }
    }

    private Reading reading(LedgerCheck.Outcome last) {
        boolean late = last.at().plus(LATE_AFTER).isBefore(clock.systemInstant());
        State state = !last.sound() ? State.BROKEN : late ? State.LATE : State.VERIFIED;
        return new Reading(state, last.to(), last.at());
    }
}
