// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Roles;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.Set;

/**
 * Who needs a second factor, and how long a proof holds.
 *
 * @param freshFor how long after a proof further sensitive acts ask for none, 1 minute to 1 hour
 * @param requiredFor the roles whose people enrol one before anything else
 * @param passwordUntilEnrolled whether somebody without one may prove themselves by password instead
 */
@ConfigurationProperties("shouxin.factor")
record FactorSettings(@DefaultValue("10m") Duration freshFor, @DefaultValue Set<String> requiredFor,
        @DefaultValue("true") boolean passwordUntilEnrolled) {

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(1);

    FactorSettings {
        if (freshFor.compareTo(SHORTEST) < 0 || freshFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("shouxin.factor.fresh-for is 1 minute to 1 hour, not " + freshFor);
        }
        requiredFor = Set.copyOf(requiredFor);
        for (String role : requiredFor) {
            if (!Roles.OF_STAFF.contains(role)) {
                throw new IllegalArgumentException("shouxin.factor.required-for names roles of the staff ("
                        + String.join(", ", Roles.OF_STAFF) + "), and not " + role);
            }
        }
    }
}
