// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Roles;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Who needs a second factor, and how long a proof holds.
 *
 * @param freshFor how long after a proof further sensitive acts ask for none, 1 minute to 1 hour
 * @param requiredFor the roles whose people enrol one before anything else
 * @param origins the addresses at which passkeys are used, such as {@code https://shouxin.example}; they belong to
 *     the host of the first
 * @param passwordUntilEnrolled whether somebody without one may prove themselves by password instead
 */
@ConfigurationProperties("shouxin.factor")
record FactorSettings(@DefaultValue("10m") Duration freshFor, @DefaultValue Set<String> requiredFor,
        @DefaultValue List<String> origins, @DefaultValue("true") boolean passwordUntilEnrolled) {

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(1);

    /** A browser has passkeys under TLS only, and on the machine itself; never at a bare address. */
    private static final String ORIGIN =
            "https://[a-z0-9-]+(?:\\.[a-z0-9-]*[a-z][a-z0-9-]*)+(?::[0-9]{1,5})?|http://localhost(?::[0-9]{1,5})?";

    FactorSettings {
        if (freshFor.compareTo(SHORTEST) < 0 || freshFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("shouxin.factor.fresh-for is 1 minute to 1 hour, not " + freshFor);
        }
        requiredFor = Set.copyOf(requiredFor);
        origins = List.copyOf(origins);
        for (String role : requiredFor) {
            if (!Roles.OF_STAFF.contains(role)) {
                throw new IllegalArgumentException("shouxin.factor.required-for names roles of the staff ("
                        + String.join(", ", Roles.OF_STAFF) + "), and not " + role);
            }
        }
        for (String origin : origins) {
            if (!origin.matches(ORIGIN) || !belongs(host(origin), host(origins.get(0)))) {
                throw new IllegalArgumentException("shouxin.factor.origins are addresses such as"
                        + " https://shouxin.example without a path, at or below the name of the first; not " + origin);
            }
        }
    }

    /** The name that passkeys belong to. */
    String passkeyName() {
        return host(origins.get(0));
    }

    private static boolean belongs(String host, String name) {
        return host.equals(name) || host.endsWith("." + name);
    }

    private static String host(String origin) {
        return URI.create(origin).getHost();
    }
}
