// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TicketSettings.class)
class TicketSetup {

    @Bean
    @ConditionalOnProperty("shouxin.tickets.url")
    RemoteTickets remoteTickets(TicketSettings settings, JsonMapper json) {
        return new RemoteTickets(settings, json);
    }
}
