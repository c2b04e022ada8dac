// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers what a test lays out for it and keeps what was asked: for what a real door never does. */
final class FakeDoor implements AutoCloseable {

    record Asked(String method, String target, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    final List<Asked> asked = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FakeDoor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Shouxin client() {
        return Shouxin.connect(address(), "sxk_crm.secret", pauses::add);
    }

    FakeDoor then(int status, String type, String body) {
        return then(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    FakeDoor then(int status, Map<String, String> headers, byte[] body) {
        answers.add(new Answer(status, headers, body));
        return this;
    }

    FakeDoor problem(int status, String key) {
        return then(status, "application/problem+json", """
                {"type": "urn:shouxin:problem:%s", "title": "Refused", "status": %d, "detail": "Why.",
                 "next": "What to do.", "errors": [{"where": "fields[0]", "rule": "r.k", "detail": "It is wrong."}],
                 "receipt": 7}""".formatted(key, status));
    }

    /** Once the answers are used up, it keeps the caller waiting. */
    private void answer(HttpExchange exchange) throws IOException {
        Answer answer;
        synchronized (this) {
            asked.add(new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            answer = answers.poll();
        }
        try (exchange) {
            if (answer == null) {
                closed.await();
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
