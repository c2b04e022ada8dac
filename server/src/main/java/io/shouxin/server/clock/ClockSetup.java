// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.clock;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

import java.time.Clock;
import java.time.ZoneId;

/** One clock for the door, and the work that modules do by the hour in the background. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ClockSetup {

    @Bean
    DoorClock clock(@Value("${shouxin.zone:Asia/Shanghai}") ZoneId zone) {
        return new DoorClock(Clock.systemUTC(), zone);
    }
}
