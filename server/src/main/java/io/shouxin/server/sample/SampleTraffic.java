// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The sample's applications as load over HTTP: each client finds a customer by phone number and reveals
 * four fields of it, again and again, until the time is over. Against a sample that is loaded, and on
 * this machine only: the keys come from a file and the customers are made up.
 *
 * <p>{@code SampleTraffic <address> <sign-ins file> <seconds> <clients>}
 */
public final class SampleTraffic {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration TIME_MAX = Duration.ofMinutes(30);
    private static final int CLIENTS_MAX = 256;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final String SERVICE = "app-crm";
    private static final String PURPOSE = "service.open";
    private static final List<String> FIELDS = List.of("name", "phone", "plan", "monthly-fee");
    private static final long KIND = 0x74726166666963L;

    /**
     * What to send where.
     *
     * @param base the server's address; a host other than this machine is refused
     * @param signIns the sample's file with the service keys
     * @param time how long, at most half an hour
     * @param clients how many at once, 1 to 256
     */
    public record Load(URI base, Path signIns, Duration time, int clients) {

        public Load {
            if (base.getHost() == null || !LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Only this machine may be loaded: localhost, 127.0.0.1 or [::1].");
            }
            if (time.isNegative() || time.isZero() || time.compareTo(TIME_MAX) > 0) {
                throw new IllegalArgumentException("The time is 1 to " + TIME_MAX.toSeconds() + " seconds.");
            }
            if (clients < 1 || clients > CLIENTS_MAX) {
                throw new IllegalArgumentException("There are 1 to " + CLIENTS_MAX + " clients.");
            }
        }
    }

    /**
     * How long one kind of request took.
     *
     * @param count requests answered as expected
     * @param perSecond their rate
     * @param p50 half of them took at most this long; the others likewise
     */
    public record Figures(long count, double perSecond, Duration p50, Duration p95, Duration p99, Duration longest) {

        static Figures of(List<Long> nanos, Duration took) {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Figures(sorted.length, sorted.length / (took.toNanos() / 1e9), at(sorted, 0.50),
                    at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
        }

        private static Duration at(long[] sorted, double share) {
            return sorted.length == 0 ? Duration.ZERO
                    : Duration.ofNanos(sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)]);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d, %.1f/s, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms",
                    count, perSecond, millis(p50), millis(p95), millis(p99), millis(longest));
        }

        private static double millis(Duration time) {
            return time.toNanos() / 1e6;
        }
    }

    /** @param failed answers that were not the expected ones, the connection's failures included */
    public record Result(Figures searches, Figures reveals, long failed, Duration took) {}

    private final Load load;
    private final SampleSignIns.Contents sample;
    private final SampleCustomers customers;
    private final String key;
    private final HttpClient http;

    private SampleTraffic(Load load) {
        this.load = load;
        this.sample = SampleSignIns.read(load.signIns());
        this.customers = new SampleCustomers(sample.seed(), sample.customers());
        this.key = sample.services().stream().filter(one -> one.role().equals(SERVICE)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The file has no key of " + SERVICE + ".")).key();
        // No proxy: it could send the keys elsewhere.
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(ANSWER_MAX).build();
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 4 || !args[2].matches("[0-9]{1,4}") || !args[3].matches("[0-9]{1,3}")) {
            System.err.println("SampleTraffic <address> <sign-ins file> <seconds> <clients>");
            System.exit(2);
        }
        try {
            Result result = run(new Load(URI.create(args[0]), Path.of(args[1]),
                    Duration.ofSeconds(Long.parseLong(args[2])), Integer.parseInt(args[3])));
            System.out.println("search: " + result.searches());
            System.out.println("reveal: " + result.reveals());
            System.out.println("failed: " + result.failed());
            System.exit(result.failed() == 0 ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    /** Loads the server until the time is over; at least one search and reveal a client. */
    public static Result run(Load load) throws InterruptedException {
        return new SampleTraffic(load).run();
    }

    private Result run() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(load.clients());
        long begun = System.nanoTime();
        try {
            List<Future<Client>> running = new ArrayList<>();
            for (int i = 0; i < load.clients(); i++) {
                Client client = new Client(SampleDice.of(sample.seed(), KIND, i), begun + load.time().toNanos());
                running.add(threads.submit(client::work));
            }
            List<Long> searches = new ArrayList<>();
            List<Long> reveals = new ArrayList<>();
            long failed = 0;
            for (Future<Client> one : running) {
                Client client = one.get();
                searches.addAll(client.searches);
                reveals.addAll(client.reveals);
                failed += client.failed;
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            return new Result(Figures.of(searches, took), Figures.of(reveals, took), failed, took);
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** One of the clients, on a thread of its own. */
    private final class Client {

        private final SampleDice dice;
        private final long until;
        private final List<Long> searches = new ArrayList<>();
        private final List<Long> reveals = new ArrayList<>();
        private long failed;

        Client(SampleDice dice, long until) {
            this.dice = dice;
            this.until = until;
        }

        Client work() throws InterruptedException {
            do {
                once();
            } while (System.nanoTime() - until < 0);
            return this;
        }

        private void once() throws InterruptedException {
            try {
                String phone = customers.phone(dice.below(customers.size()));
                JsonNode found = send("/api/v1/customers/search",
                        Map.of("field", "phone", "value", phone, "purpose", PURPOSE), searches);
                String id = found.at("/customers/0/id").asString("");
                if (id.isEmpty()) {
                    failed++;
                    return;
                }
                JsonNode revealed = send("/api/v1/customers/" + id + "/reveal",
                        Map.of("fields", FIELDS, "purpose", PURPOSE), reveals);
                if (!revealed.at("/fields/plan/form").asString("").equals("clear")) {
                    failed++;
                }
            } catch (IOException unanswered) {
                failed++;
            }
        }

        private JsonNode send(String path, Map<String, Object> body, List<Long> times)
                throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(load.base().resolve(path)).timeout(ANSWER_MAX)
                    .header("Authorization", "Bearer " + key).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body))).build();
            long begun = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            times.add(System.nanoTime() - begun);
            return JsonMapper.shared().readTree(answer.body());
        }
    }
}
