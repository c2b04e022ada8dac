// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.client.Shouxin;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Requests through the door and pgbench on the PostgreSQL beneath it, in turns of a few seconds, so that whatever
 * else the machine does meets both.
 */
final class SideBySide {

    private static final int SERIES = 1;
    private static final String PEER = ", beside one SELECT and one INSERT by pgbench";
    private static final String DOOR = "door per second";
    private static final int WARM_UP_ROUNDS_MAX = 30;
    private static final int ROUNDS_NO_FASTER = 5;
    private static final int TICKETS = 2_000;

    private final Access access;
    private final Settings settings;
    private final PgBench peer;
    private final List<UUID> customers;
    private final List<String> tickets;

    SideBySide(Access access, Settings settings) throws SQLException {
        this.access = access;
        this.settings = settings;
        Shouxin crm = Shouxin.connect(access.address(), access.key("app-crm"));
        System.out.println("Collecting " + settings.rows() + " customers");
        this.customers = Customers.collectAll(crm, SERIES, settings.rows());
        this.tickets = Customers.tickets(crm, customers.subList(0, Math.min(TICKETS, customers.size())));
        this.peer = new PgBench(access, settings.rows(), settings.scratch());
    }

    /** Six fields of one customer, three masked and three clear, on an open ticket. */
    void reveal() throws IOException, InterruptedException, SQLException {
        compare("reveal", "Reveal over HTTP with its durable entry" + PEER, (line, client, turn) -> {
            int one = ThreadLocalRandom.current().nextInt(tickets.size());
            String answer = line.post("/api/v1/customers/" + customers.get(one) + "/reveal", """
                    {"purpose":"care.inquiry","ticket":"%s","fields":["name","customer-number","phone","plan",\
                    "contract","monthly-fee"]}""".formatted(tickets.get(one)), 200);
            if (answer.contains("\"refused\"") || !answer.contains("\"receipt\"")) {
                throw new IOException("Not measured: a field was refused or the receipt is missing.");
            }
        });
    }

    /** A phone number that is here, written with its country code. */
    void search() throws IOException, InterruptedException, SQLException {
        compare("search", "Search over HTTP with its durable entry" + PEER, (line, client, turn) -> {
            List<String> row = Customers.row(SERIES, ThreadLocalRandom.current().nextInt(settings.rows()));
            String answer = line.post("/api/v1/customers/search", """
                    {"purpose":"care.inquiry","field":"phone","value":"+86 %s"}""".formatted(row.get(2)), 200);
            if (!answer.contains("\"active\"")) {
                throw new IOException("Not measured: the customer was not found.");
            }
        });
    }

    private void compare(String name, String title, Load.Step step)
            throws IOException, InterruptedException, SQLException {
        System.out.println(title);
        Results results = new Results(name, title, Machine.facts(access, settings.rows()
                + " customers of 20 columns; " + settings.rounds() + " rounds of " + settings.seconds()
                + " s each, in turns; load and servers on the same machine"));
        warmUp(step);
        for (int clients : settings.clients()) {
            List<Measured> ours = new ArrayList<>();
            Map<PgBench.Pair, List<Measured>> theirs = new EnumMap<>(PgBench.Pair.class);
            Integration begun = Integration.now(access);
            CpuTime cpu = new CpuTime(0, 0);
            double peerCpu = 0;
            double load = 0;
            for (int round = 0; round < settings.rounds(); round++) {
                CpuTime begin = CpuTime.now(access);
                theirs(PgBench.Pair.BARE, clients, theirs);
                CpuTime between = CpuTime.now(access);
                ours.add(Load.of(access, "app-crm", clients, settings.seconds(), step));
                cpu = cpu.plus(CpuTime.now(access).since(between));
                peerCpu += between.since(begin).postgresSeconds();
                load = Math.max(load, Machine.load());
                theirs(PgBench.Pair.TRANSACTION, clients, theirs);
                theirs(PgBench.Pair.DEFAULT, clients, theirs);
            }
            Measured bare = Measured.together(theirs.get(PgBench.Pair.BARE));
            Map<String, Object> row = row(clients, Measured.together(ours), bare);
            besides(row, theirs);
            double requests = Measured.together(ours).count();
            row.put("server CPU ms", Results.figure(1000 * cpu.serverSeconds() / requests));
            row.put("its PostgreSQL CPU ms", Results.figure(1000 * cpu.postgresSeconds() / requests));
            row.put("pgbench's PostgreSQL CPU ms",
                    Results.figure(1000 * peerCpu / bare.count()));
            Integration integration = Integration.now(access).since(begun);
            row.put("in a signed tree p99 ms, at most",
                    Results.figure(integration.milliseconds(0.99)));
            row.put("within 200 ms", Results.figure(integration.kept()));
            row.put("load average", Results.figure(load));
            results.add(row);
        }
        results.write(settings.results());
    }

    private void theirs(PgBench.Pair pair, int clients, Map<PgBench.Pair, List<Measured>> theirs)
            throws IOException, InterruptedException {
        theirs.computeIfAbsent(pair, one -> new ArrayList<>()).add(peer.run(pair, clients, settings.seconds()));
    }

    /** The same two statements as whoever looked something up and noted it would send them. */
    private static void besides(Map<String, Object> row, Map<PgBench.Pair, List<Measured>> theirs) {
        double ours = (double) row.get(DOOR);
        double transaction = Measured.together(theirs.get(PgBench.Pair.TRANSACTION)).rate();
        double simple = Measured.together(theirs.get(PgBench.Pair.DEFAULT)).rate();
        row.put("pgbench in one transaction", Results.figure(transaction));
        row.put("ratio to it", Results.figure(ours / transaction));
        row.put("in one transaction by pgbench's default protocol", Results.figure(simple));
        row.put("ratio to that", Results.figure(ours / simple));
    }

    /**
     * Cold code would be measured else: goes on until none of a few rounds is faster by more than a twentieth. On two
     * cores the compiler works beside the load for minutes.
     */
    private void warmUp(Load.Step step) throws IOException, InterruptedException {
        int clients = settings.clients().get(settings.clients().size() - 1);
        double best = 0;
        int noFaster = 0;
        for (int round = 0; round < WARM_UP_ROUNDS_MAX && noFaster < ROUNDS_NO_FASTER; round++) {
            double rate = Load.of(access, "app-crm", clients, settings.seconds(), step).rate();
            System.out.printf("  warming up: %.0f a second%n", rate);
            noFaster = rate > best * 1.05 ? 0 : noFaster + 1;
            best = Math.max(best, rate);
        }
    }

    private static Map<String, Object> row(int clients, Measured ours, Measured theirs) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("clients", clients);
        row.put(DOOR, Results.figure(ours.rate()));
        row.put("pgbench per second", Results.figure(theirs.rate()));
        row.put("ratio", Results.figure(ours.rate() / theirs.rate()));
        row.put("door p50 ms", Results.figure(ours.milliseconds(0.5)));
        row.put("door p99 ms", Results.figure(ours.milliseconds(0.99)));
        row.put("pgbench p50 ms", Results.figure(theirs.milliseconds(0.5)));
        row.put("pgbench p99 ms", Results.figure(theirs.milliseconds(0.99)));
        return row;
    }
}
