// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

import java.time.Clock;
import java.time.ZoneId;

/** One clock for the door, and the background work of the ledger. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(LedgerSettings.class)
class LedgerSetup {

    @Bean
    DoorClock clock(@Value("${shouxin.zone:Asia/Shanghai}") ZoneId zone) {
        return new DoorClock(Clock.systemUTC(), zone);
    }
}
