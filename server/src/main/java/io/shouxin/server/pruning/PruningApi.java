// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.server.clock.DoorClock;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * How long entries are kept, for programs. They propose and accept nothing: that takes two people, and a key is none.
 */
@RestController
@RequestMapping("/api/v1/ledger/retention")
@PreAuthorize("hasAuthority('pruning.read')")
class PruningApi {

    private final Retentions retentions;
    private final KeptMonths months;
    private final Prunings prunings;
    private final DoorClock clock;

    PruningApi(Retentions retentions, KeptMonths months, Prunings prunings, DoorClock clock) {
        this.retentions = retentions;
        this.months = months;
        this.prunings = prunings;
        this.clock = clock;
    }

    record LawBody(String id, int monthsMin, LocalDate inForceFrom, String known) {}

    record KindBody(String kind, long months, List<LawBody> laws, List<String> actions) {}

    record MonthBody(String month, long first, long below, long bytes, @Nullable String keptBy,
            @Nullable Instant keptUntil, List<String> unknownActions) {}

    record PruningBody(long id, String status, String through, long below, long entries, String proposedBy,
            Instant proposedAt, @Nullable String decidedBy, @Nullable Instant decidedAt, @Nullable Instant endedAt,
            @Nullable String stoppedFor, @Nullable Long stoppedAt) {}

    record RetentionBody(long minimumIndex, List<KindBody> kinds, List<MonthBody> months,
            List<PruningBody> prunings) {}

    @GetMapping
    RetentionBody retention() {
        return new RetentionBody(months.minimum(), retentions.kinds().stream().map(PruningApi::body).toList(),
                months.upTo(clock.systemInstant()).stream().map(PruningApi::body).toList(),
                prunings.all().stream().map(PruningApi::body).toList());
    }

    private static KindBody body(Retentions.Kind kind) {
        return new KindBody(kind.id(), kind.keep().toTotalMonths(), kind.laws().stream()
                .map(law -> new LawBody(law.id(), law.months(), law.from(), law.known())).toList(), kind.actions());
    }

    private static MonthBody body(KeptMonths.Month one) {
        return new MonthBody(one.month().toString(), one.from(), one.below(), one.bytes(),
                one.longest().map(Retentions.Kind::id).orElse(null), one.until().orElse(null), one.unknown());
    }

    private static PruningBody body(Proposed one) {
        return new PruningBody(one.id(), one.status().name(), one.through().toString(), one.below(), one.entries(),
                one.proposedBy(), one.proposedAt(), one.decidedBy().orElse(null), one.decidedAt().orElse(null),
                one.endedAt().orElse(null), one.stoppedFor().orElse(null), one.stoppedAt().orElse(null));
    }
}
