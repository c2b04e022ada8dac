// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How the desk shows what was revealed.
 *
 * @param showFor how long values stay on a page before it masks itself, 10 seconds to 30 minutes
 */
@ConfigurationProperties("shouxin.desk")
record DeskSettings(@DefaultValue("5m") Duration showFor) {

    static final Duration SHORTEST = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofMinutes(30);

    DeskSettings {
        if (showFor.compareTo(SHORTEST) < 0 || showFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("shouxin.desk.show-for is 10 seconds to 30 minutes, not " + showFor);
        }
    }
}
