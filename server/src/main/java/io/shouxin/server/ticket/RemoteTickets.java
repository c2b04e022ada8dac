// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import io.shouxin.core.policy.TicketState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Asks the operator's ticket system. Whatever is not a clear answer is {@code UNAVAILABLE}. */
class RemoteTickets {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteTickets.class);

    private final TicketSettings settings;
    private final JsonMapper json;
    private final HttpClient http;

    RemoteTickets(TicketSettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
        this.http = HttpClient.newBuilder().connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER).build();
    }

    TicketState state(String ticket, UUID customer) {
        try {
            HttpResponse<String> answer = http.send(request(ticket, customer), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? read(answer.body()) : unavailable("status " + answer.statusCode());
        } catch (IOException | JacksonException failed) {
            return unavailable(failed.getClass().getSimpleName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return TicketState.UNAVAILABLE;
        }
    }

    private HttpRequest request(String ticket, UUID customer) {
        String body = json.writeValueAsString(Map.of("ticket", ticket, "customer", customer.toString()));
        HttpRequest.Builder request = HttpRequest.newBuilder(Objects.requireNonNull(settings.url()))
                .timeout(settings.timeout()).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (settings.key() != null) {
            request.header("Authorization", "Bearer " + settings.key());
        }
        return request.build();
    }

    private TicketState read(String body) {
        JsonNode state = json.readTree(body).path("state");
        String word = state.isString() ? state.stringValue().toUpperCase(java.util.Locale.ROOT).replace('-', '_') : "";
        return Arrays.stream(TicketState.values())
                .filter(one -> one != TicketState.NONE_GIVEN && one.name().equals(word))
                .findFirst().orElseGet(() -> unavailable("an unknown state"));
    }

    private static TicketState unavailable(String why) {
        LOG.warn("The ticket system gave no usable answer: {}", why);
        return TicketState.UNAVAILABLE;
    }
}
