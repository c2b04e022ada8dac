// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends requests and tells answers, refusals and silence apart. Blocks its thread and holds no lock meanwhile, so
 * that virtual threads serve.
 */
final class Wire {

    private static final int TRIES_MAX = 4;
    private static final long PAUSE_MILLIS = 200;
    private static final long PAUSE_MILLIS_MAX = 10_000;

    /** Waits before another try. */
    interface Pause {

        void before(Duration wait) throws InterruptedException;
    }

    private final HttpClient http;
    private final Door door;
    private final Pause pause;
    private final Map<String, String> headers;
    private final Duration timeout;

    Wire(HttpClient http, Door door, Pause pause, Map<String, String> headers, Duration timeout) {
        this.http = http;
        this.door = door;
        this.pause = pause;
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
    }

    static Wire to(Door door, String key, Pause pause) {
        HttpClient http = HttpClient.newBuilder()
                // A redirect could carry the key to another host.
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(door.https() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new Wire(http, door, pause, Map.of("Authorization", "Bearer " + key), Duration.ofSeconds(30));
    }

    Wire withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Wire(http, door, pause, more, timeout);
    }

    Wire withTimeout(Duration longest) {
        return new Wire(http, door, pause, headers, longest);
    }

    /** Reading changes nothing, so it is tried again while the door is unavailable. */
    byte[] get(String path) {
        return again(request(path).GET().build());
    }

    /** Sent once: whether it was carried out is not known when no answer comes. */
    Object post(String path, Object body) {
        return json(once(posting(path, body).build()));
    }

    /** A question that changes nothing, with its body. */
    Object ask(String path, Object body) {
        return json(again(posting(path, body).build()));
    }

    /** Sent once, because a stream is read once: bytes of any length that are not kept in memory. */
    Object stream(String path, HttpRequest.BodyPublisher bytes) {
        return json(once(request(path).header("Content-Type", "application/octet-stream").POST(bytes).build()));
    }

    /** Sent again while the door is unavailable: under one key it is carried out once. */
    Object post(String path, Object body, String idempotencyKey) {
        return json(again(posting(path, body).header("Idempotency-Key", idempotencyKey).build()));
    }

    private HttpRequest.Builder posting(String path, Object body) {
        return request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.at(path)).timeout(timeout);
        headers.forEach(request::header);
        return request;
    }

    private byte[] again(HttpRequest request) {
        for (int tried = 1;; tried++) {
            try {
                HttpResponse<byte[]> response = send(request);
                if (response.statusCode() != 503 || tried == TRIES_MAX) {
                    return body(response);
                }
                pause(wait(tried, response.headers().firstValue("Retry-After").orElse("")));
            } catch (NoAnswer silent) {
                if (tried == TRIES_MAX || Thread.currentThread().isInterrupted()) {
                    throw silent;
                }
                pause(wait(tried, ""));
            }
        }
    }

    private byte[] once(HttpRequest request) {
        return body(send(request));
    }

    /** Twice as long each time and not at the same moment as everybody else, or as long as the door asks. */
    private static Duration wait(int tried, String retryAfter) {
        if (retryAfter.matches("[0-9]{1,6}")) {
            return Duration.ofMillis(Math.min(PAUSE_MILLIS_MAX, Long.parseLong(retryAfter) * 1000));
        }
        long longest = PAUSE_MILLIS << (tried - 1);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private void pause(Duration wait) {
        try {
            pause.before(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("Interrupted while waiting to send again.", interrupted);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new NoAnswer("No answer from " + door + ": " + failed.getClass().getSimpleName() + ".", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("Interrupted while waiting for " + door + ".", interrupted);
        }
    }

    private static byte[] body(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        throw problem(response);
    }

    private static RuntimeException problem(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/problem+json") && json(response.body()) instanceof Map<?, ?> members) {
            Map<String, Object> document = new LinkedHashMap<>();
            members.forEach((name, value) -> document.put((String) name, value));
            return new ProblemAnswer(response.statusCode(), document);
        }
        return new NoAnswer("Status " + response.statusCode() + " came without a problem document: "
                + "something other than the door may have answered.", null);
    }

    static Object json(byte[] body) {
        if (body.length == 0) {
            return null;
        }
        try {
            return Json.read(text(body));
        } catch (Json.Malformed malformed) {
            throw new NoAnswer("The answer is not JSON.", malformed);
        }
    }

    static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException malformed) {
            throw new NoAnswer("The answer is not UTF-8.", malformed);
        }
    }

    @Override
    public String toString() {
        return door.toString();
    }
}
