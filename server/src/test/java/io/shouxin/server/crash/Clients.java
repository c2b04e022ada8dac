// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Applications that reveal as fast as they are answered and keep every receipt they were given. */
final class Clients implements AutoCloseable {

    /** A customer and a ticket that is open for it. */
    record Subject(String customer, String ticket) {}

    /** What a server said it has written down, having shown a value. */
    record Answered(long entry, String id, String leafHash) {}

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long PATIENCE_SECONDS = 120;
    /** As any program would: a dead server is not asked as fast as it refuses. */
    private static final long AGAIN_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final URI address;
    private final String key;
    private final List<Subject> subjects;
    private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final Semaphore news = new Semaphore(0);
    private final Semaphore noes = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean goesOn = true;

    Clients(URI address, String key, List<Subject> subjects, int count, long seed) {
        this.address = address;
        this.key = key;
        this.subjects = subjects;
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> run(random), "client-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    private void run(Random random) {
        while (goesOn) {
            Subject subject = subjects.get(random.nextInt(subjects.size()));
            try {
                take(http.send(HttpRequest.newBuilder(address.resolve(
                                "/api/v1/customers/" + subject.customer() + "/reveal"))
                        .timeout(TIMEOUT).header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("""
                                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan", "phone"]}"""
                                .formatted(subject.ticket()))).build(), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException lost) {
                cut.incrementAndGet();
                LockSupport.parkNanos(AGAIN_AFTER_NANOS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void take(HttpResponse<String> response) {
        if (response.statusCode() == 200) {
            JsonNode receipt = json.readTree(response.body()).get("receipt");
            answered.add(new Answered(receipt.get("entry").asLong(), receipt.get("id").asString(),
                    receipt.get("leafHash").asString()));
            news.release();
        } else if (response.statusCode() == 503 && !response.body().contains("\"fields\"")) {
            refused.incrementAndGet();
            noes.release();
            LockSupport.parkNanos(AGAIN_AFTER_NANOS);
        } else {
            wrong.add(response.statusCode() + " " + response.body());
        }
    }

    /** Returns when so many more have been answered. */
    void awaitAnswers(int count) throws InterruptedException {
        news.drainPermits();
        if (!news.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Only " + news.availablePermits() + " of " + count
                    + " answers came; refused " + refused + ", cut " + cut + ", wrong " + wrong.peek());
        }
    }

    /** Returns when so many more have been refused. */
    void awaitRefusals(int count) throws InterruptedException {
        noes.drainPermits();
        if (!noes.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Only " + noes.availablePermits() + " of " + count + " refusals came");
        }
    }

    /** Ends the load and answers every receipt. */
    List<Answered> end() throws InterruptedException {
        goesOn = false;
        for (Thread thread : threads) {
            thread.join();
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("Neither an answer nor a refusal: " + wrong.peek());
        }
        return List.copyOf(answered);
    }

    int refused() {
        return refused.get();
    }

    int cut() {
        return cut.get();
    }

    /** Leaves no thread asking. */
    @Override
    public void close() {
        goesOn = false;
        threads.forEach(Thread::interrupt);
    }
}
