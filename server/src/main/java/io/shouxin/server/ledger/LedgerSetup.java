// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

import java.time.Clock;

/** One clock for the door, and the background work of the ledger. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class LedgerSetup {

    @Bean
    DoorClock clock() {
        return new DoorClock(Clock.systemUTC());
    }
}
