// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How dual control is set up here. There is no setting that leaves it out.
 *
 * @param smsCodes whether an approver may also agree by a code that a short message brings
 * @param lapseAfter how long somebody can decide on a request, one minute to a day
 */
@ConfigurationProperties("shouxin.approval")
record ApprovalSettings(@DefaultValue("15m") Duration lapseAfter, @DefaultValue("false") boolean smsCodes) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    ApprovalSettings {
        if (lapseAfter.compareTo(SHORTEST) < 0 || lapseAfter.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("shouxin.approval.lapse-after is one minute (1m) to a day (1d)");
        }
    }
}
