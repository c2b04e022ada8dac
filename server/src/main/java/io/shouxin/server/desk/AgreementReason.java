// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.server.approval.Approvals;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Why agreement is asked for, as typed. */
record AgreementReason(@Nullable String kind, @Nullable String reason, @Nullable Long minutes) {

    Approvals.Why why() {
        return new Approvals.Why(Objects.requireNonNullElse(kind, ""), Objects.requireNonNullElse(reason, ""),
                Optional.ofNullable(minutes).map(Duration::ofMinutes));
    }

    /** What somebody wrote is not for logs. */
    @Override
    public String toString() {
        return "AgreementReason[" + kind + "]";
    }
}
