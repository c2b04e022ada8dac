// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.core.canary.CanaryRanges;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;

/**
 * Files that leave the house.
 *
 * @param rowsMax more rows than this nobody can ask for, 1 to 10,000,000
 * @param keepFor how long a finished file can be fetched, one hour to thirty days
 * @param canaryPhonePrefixes blocks of mobile numbers that this operator never gives out
 * @param canaryMailDomain a domain where no mailbox is anybody's
 */
@ConfigurationProperties("shouxin.export")
record ExportSettings(
        @DefaultValue("100000") int rowsMax,
        @DefaultValue("7d") Duration keepFor,
        @DefaultValue({"164", "194"}) List<String> canaryPhonePrefixes,
        @DefaultValue("mail.example") String canaryMailDomain) {

    private static final int ROWS_MOST = 10_000_000;
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    ExportSettings {
        if (rowsMax < 1 || rowsMax > ROWS_MOST) {
            throw new IllegalArgumentException("shouxin.export.rows-max is 1 to 10000000");
        }
        if (keepFor.compareTo(SHORTEST) < 0 || keepFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("shouxin.export.keep-for is one hour (1h) to thirty days (30d)");
        }
        try {
            new CanaryRanges(canaryPhonePrefixes, canaryMailDomain);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("shouxin.export.canary-…: " + wrong.getMessage(), wrong);
        }
    }

    CanaryRanges ranges() {
        return new CanaryRanges(canaryPhonePrefixes, canaryMailDomain);
    }
}
