// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxSettings.class)
class OutboxSetup {

    /** The ways out that are configured. */
    @Bean
    Channels outboxChannels(OutboxSettings settings, Receipts receipts, Clock clock) {
        return Channels.of(settings, receipts, clock);
    }
}
