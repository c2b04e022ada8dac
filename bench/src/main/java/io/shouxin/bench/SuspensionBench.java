// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.client.Shouxin;
import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Suspensions;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How soon a suspension is felt: it is said at one of two nodes on one database while the person, or a key that they
 * answer for, asks both of them again and again. What was begun after the commit must not be served.
 */
final class SuspensionBench implements AutoCloseable {

    private static final Entry.Actor WHO = Entry.Actor.system("bench");
    private static final String PERSON = "BE0002";
    private static final String ADMINISTRATOR = "BE0003";
    private static final String PASSWORD = "qingshan-liushui-19";
    private static final String REASON = "INCIDENT_FREEZE";
    private static final List<String> NODES = List.of("the node where it is said", "the other node");

    /** What is asked again and again. */
    private enum Kind {
        PAGE("a page, by the person"),
        READING("reading by a key the person answers for"),
        REVEAL("a reveal by a key the person answers for");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** One suspension as one node was seen to take it. */
    private record Felt(long micros, long inFlight, long begunAfter) {}

    private final ServerUnderLoad first;
    private final ConfigurableApplicationContext second;
    private final List<URI> addresses;
    private final Caller administrator;
    private final String key;
    private final Watching.Request reveal;

    private SuspensionBench(Path home) throws IOException {
        first = ServerUnderLoad.start(home);
        Access access = first.access();
        second = SpringApplication.run(ShouxinServer.class, "--shouxin.node=second",
                "--shouxin.home=" + home.resolveSibling("second").toAbsolutePath(), "--server.port=0",
                "--shouxin.db.url=" + access.jdbcUrl(), "--shouxin.db.user=" + access.user(),
                "--shouxin.db.password=" + access.password(),
                "--shouxin.keys.file=" + home.resolve("keys/root.key").toAbsolutePath(),
                "--shouxin.keys.passphrase-file=" + home.resolve("secrets/root-passphrase").toAbsolutePath(),
                "--shouxin.register.initial=" + ServerUnderLoad.SAMPLE);
        addresses = List.of(access.address(), URI.create("http://127.0.0.1:"
                + second.getEnvironment().getRequiredProperty("local.server.port")));
        People people = first.part(People.class);
        people.add(new People.NewPerson(PERSON, "秦试", "Qin Shi", ServerUnderLoad.DEPARTMENT, List.of("auditor")),
                PASSWORD, WHO);
        people.add(new People.NewPerson(ADMINISTRATOR, "秦管", "Qin Guan", ServerUnderLoad.DEPARTMENT,
                List.of("security-administrator")), null, WHO);
        administrator = first.part(Standing.class).person(ADMINISTRATOR).orElseThrow();
        key = first.part(Services.class).add(new Services.NewService("app-of-person", "测量", "Measuring", PERSON,
                "app-crm", List.of("service.open", "care.inquiry"), List.of("127.0.0.1/32")), WHO);
        Shouxin door = Shouxin.connect(access.address(), key);
        UUID customer = Customers.collect(door, 1, 0, 1).get(0);
        String ticket = door.openTicket(customer, "care.inquiry").number();
        reveal = new Watching.Request("POST", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose":"care.inquiry","ticket":"%s","fields":["name","plan"]}""".formatted(ticket));
    }

    /** Writes {@code suspension} into the folder of the first argument; the second is for what may be thrown away. */
    public static void main(String[] args) throws Exception {
        int times = Integer.getInteger("bench.rounds", 200);
        double seconds = Double.parseDouble(System.getProperty("bench.seconds", "80"));
        try (SuspensionBench bench = new SuspensionBench(Path.of(args[1], "first"))) {
            bench.run(times, seconds).write(Path.of(args[0]));
        }
    }

    private Results run(int times, double seconds)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        Results results = new Results("suspension",
                "From the commit of a suspension to the first refusal, on two nodes",
                Machine.facts(first.access(), "two nodes in one JVM on one PostgreSQL, one connection to each over"
                        + " HTTP that asks again as soon as it is answered; until the first refusal has been read;"
                        + " at most " + times + " suspensions of each kind, in turns, within " + seconds + " s"));
        Map<Kind, List<List<Felt>>> felt = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            suspendOnce(kind); // The first is for the compiler and for what is read once.
            felt.put(kind, List.of(new ArrayList<>(), new ArrayList<>()));
        }
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        for (int i = 0; i < times && System.nanoTime() < end; i++) {
            for (Kind kind : Kind.values()) {
                List<Felt> both = suspendOnce(kind);
                for (int node = 0; node < both.size(); node++) {
                    felt.get(kind).get(node).add(both.get(node));
                }
            }
        }
        felt.forEach((kind, nodes) -> {
            for (int node = 0; node < nodes.size(); node++) {
                results.add(row(kind, NODES.get(node), nodes.get(node)));
            }
        });
        return results;
    }

    private static Map<String, Object> row(Kind kind, String node, List<Felt> felt) {
        Measured times = new Measured(felt.size(), 1, felt.stream().mapToLong(Felt::micros).toArray());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what is asked", kind.words);
        row.put("at", node);
        row.put("suspensions", times.count());
        row.put("p50 ms", Results.figure(times.milliseconds(0.5)));
        row.put("p99 ms", Results.figure(times.milliseconds(0.99)));
        row.put("max ms", Results.figure(times.milliseconds(1)));
        row.put("served, under way at the commit", felt.stream().mapToLong(Felt::inFlight).sum());
        row.put("served, begun after it", felt.stream().mapToLong(Felt::begunAfter).sum());
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    /** Suspends while both nodes are asked, and lifts it again. */
    private List<Felt> suspendOnce(Kind kind) throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(addresses.size());
        List<HttpLine> lines = new ArrayList<>();
        try {
            List<Watching> watching = new ArrayList<>();
            List<Future<Watching.Seen>> seen = new ArrayList<>();
            for (URI address : addresses) {
                HttpLine line = line(kind, address);
                lines.add(line);
                watching.add(new Watching(line, request(kind)));
            }
            watching.forEach(one -> seen.add(threads.submit(one)));
            for (Watching one : watching) {
                one.expectRefusal();
            }
            first.part(Suspensions.class).suspendByHand(PERSON, REASON, administrator);
            long committed = System.nanoTime();
            List<Felt> felt = new ArrayList<>();
            for (Future<Watching.Seen> one : seen) {
                felt.add(felt(kind, one.get(), committed));
            }
            return felt;
        } finally {
            threads.shutdownNow();
            for (HttpLine line : lines) {
                line.close();
            }
            first.part(Suspensions.class).liftByHand(PERSON, REASON, administrator);
        }
    }

    /** A refusal that is there before the call has come back was at once. */
    private static Felt felt(Kind kind, Watching.Seen seen, long committed) {
        if (seen.begunAfter(committed) > 0) {
            throw new IllegalStateException("Not measured: after the commit " + seen.begunAfter(committed)
                    + " were served (" + kind.words + ")");
        }
        return new Felt(Math.max(0, seen.refusedAt() - committed) / 1000, seen.inFlight(committed),
                seen.begunAfter(committed));
    }

    private HttpLine line(Kind kind, URI address) throws IOException, InterruptedException {
        return kind == Kind.PAGE ? HttpLine.ofBrowser(address, SignedIn.cookie(address, PERSON, PASSWORD))
                : new HttpLine(address, key);
    }

    private Watching.Request request(Kind kind) {
        return switch (kind) {
            case PAGE -> new Watching.Request("GET", "/staff", "");
            case READING -> new Watching.Request("GET", "/api/v1/standing", "");
            case REVEAL -> reveal;
        };
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
