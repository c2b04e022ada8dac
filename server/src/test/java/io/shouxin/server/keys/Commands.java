// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code ./shouxin keys} does: shows the token that lies in the home, and reads lines. */
record Commands(int port, Path file) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    record Answer(int status, String body) {}

    static Commands to(ConfigurableApplicationContext node) {
        return new Commands(((WebServerApplicationContext) node).getWebServer().getPort(),
                Path.of(node.getEnvironment().getRequiredProperty("shouxin.home")).resolve("secrets/keys-token"));
    }

    Answer run(String command, String body) {
        try {
            return send(command, Files.readString(file).strip(), body);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    Answer send(String command, String token, String body) {
        try {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + KeyCommands.PATH + command))
                    .header(KeyCommands.TOKEN, token).header("Accept-Language", "en")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
