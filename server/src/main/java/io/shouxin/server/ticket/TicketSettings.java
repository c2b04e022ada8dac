// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;

/**
 * The operator's ticket system, where there is one.
 *
 * @param url asked with {@code POST {"ticket": …, "customer": …}}; it answers {@code {"state": "good"}}
 *     or another word of the register's ticket states; empty means our own table
 * @param key sent as bearer token
 * @param timeout how long an answer may take; after it the state is not known, and that refuses
 */
@ConfigurationProperties("shouxin.tickets")
record TicketSettings(
        @Nullable URI url, @Nullable String key, @DefaultValue("2s") Duration timeout) {

    @Override
    public String toString() {
        return "TicketSettings[url=" + url + ", timeout=" + timeout + "]";
    }
}
