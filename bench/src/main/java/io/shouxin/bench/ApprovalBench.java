// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.client.Collected;
import io.shouxin.client.Row;
import io.shouxin.client.Shouxin;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Form;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.vault.Reveals;
import io.shouxin.server.vault.Reveals.RevealAsk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What somebody else's word costs: asking, agreeing and the reveal, each durable with its entry, beside as many bare
 * transactions; and what counting against a person's budget adds to a reveal.
 */
final class ApprovalBench {

    private static final Entry.Actor WHO = Entry.Actor.system("bench");
    private static final String APPLICATION = "app-approval";
    private static final String OFFICER = "BE0100";
    private static final String DISPUTE = "care.billing-dispute";
    private static final String INQUIRY = "care.inquiry";
    /** Its check digit is right and nobody has it. */
    private static final String CARD = "6222020999000012347";
    private static final List<String> CLEAR = List.of("plan", "contract", "internet-service", "paperless-billing");
    private static final List<String> MASKED = List.of("name", "phone", "contact-phone", "imsi");
    /** So that nobody's budget is used up by being measured. */
    private static final String BUDGETS = """
            budgets:
              - {family: track-content-credit-property, role: care-agent, limit: 1000000}
              - {family: other, role: care-agent, limit: 1000000}
            """;
    private static final int AGENTS = 100;
    private static final int WARM_UPS = 3;
    private static final int STEPS = 3;
    private static final int ENTRY_BYTES = 700;
    private static final List<Integer> THREADS = List.of(1, 4);

    private final ServerUnderLoad server;
    private final Reveals reveals;
    private final Approvals approvals;
    private final int rounds = Integer.getInteger("bench.rounds", 3);
    private final double seconds = Double.parseDouble(System.getProperty("bench.seconds", "8"));
    private final int customers = Integer.getInteger("bench.rows", 1_000);

    private final List<Case> cases = new ArrayList<>();
    private final List<Caller> agents = new ArrayList<>();
    private final Caller officer;
    private final Caller application;
    private final AtomicInteger asked = new AtomicInteger();

    private record Case(UUID customer, String dispute, String inquiry) {}

    private ApprovalBench(ServerUnderLoad server) {
        this.server = server;
        this.reveals = server.part(Reveals.class);
        this.approvals = server.part(Approvals.class);
        String key = server.part(Services.class).add(new Services.NewService(APPLICATION, "测量", "Measuring", "BE0001",
                "app-crm", List.of("service.open", DISPUTE, INQUIRY), List.of("127.0.0.1/32")), WHO);
        collect(Shouxin.connect(server.access().address(), key));
        People people = server.part(People.class);
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= AGENTS; i++) {
            numbers.add("BE%04d".formatted(1_000 + i));
        }
        numbers.forEach(number -> people.add(new People.NewPerson(number, "秦试", "Qin Shi",
                ServerUnderLoad.DEPARTMENT, List.of("care-agent")), null, WHO));
        people.add(new People.NewPerson(OFFICER, "秦护", "Qin Hu", ServerUnderLoad.DEPARTMENT,
                List.of("privacy-officer")), null, WHO);
        Standing standing = server.part(Standing.class);
        numbers.forEach(number -> agents.add(standing.person(number).orElseThrow()));
        officer = standing.person(OFFICER).orElseThrow();
        application = standing.service(APPLICATION).orElseThrow();
    }

    /** Writes {@code approval} and {@code budget} into the folder of the first argument. */
    public static void main(String[] args) throws Exception {
        Path register = Path.of(args[1], "register.yaml").toAbsolutePath();
        try (InputStream sample = ApprovalBench.class.getResourceAsStream("/registers/sample.yaml")) {
            String text = new String(sample.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(register, text.replace("budgets:\n", BUDGETS));
        }
        try (ServerUnderLoad server = ServerUnderLoad.start(Path.of(args[1], "approval"), register.toString())) {
            ApprovalBench bench = new ApprovalBench(server);
            bench.approval().write(Path.of(args[0]));
            bench.budget().write(Path.of(args[0]));
        }
    }

    /** Customers with a bank card, each with a ticket for either purpose. */
    private void collect(Shouxin door) {
        for (int from = 0; from < customers; from += Customers.BATCH) {
            List<Row> rows = new ArrayList<>();
            for (int number = from; number < Math.min(customers, from + Customers.BATCH); number++) {
                Map<String, String> fields = new HashMap<>(Customers.asRow(Customers.row(3, number)).fields());
                fields.put("bank-card", CARD);
                rows.add(Row.of(fields));
            }
            for (Collected one : door.collectAll(Customers.PURPOSE, rows, Shouxin.Existing.REFUSE, "cards-" + from)) {
                UUID id = one.id().orElseThrow(() -> new IllegalStateException("A row was rejected."));
                cases.add(new Case(id, door.openTicket(id, DISPUTE).number(), door.openTicket(id, INQUIRY).number()));
            }
        }
    }

    private Results approval() throws IOException, SQLException, InterruptedException, ExecutionException {
        prepare();
        Results results = new Results("approval", "A bank card in the clear on somebody else's word: asking, agreeing"
                + " and the reveal, beside three transactions of one UPDATE and one INSERT", facts(AGENTS
                + " people ask in turn, each about another customer, one agrees"));
        for (int threads : THREADS) {
            List<Measured> ours = new ArrayList<>();
            List<Measured> theirs = new ArrayList<>();
            for (int round = -WARM_UPS; round < rounds; round++) {
                Measured plain = Workers.timed(threads, seconds, worker -> new Plain());
                Measured agreed = Workers.timed(threads, seconds, worker -> this::askAgreeReveal);
                if (round >= 0) {
                    theirs.add(plain);
                    ours.add(agreed);
                }
            }
            Measured all = Measured.together(ours);
            Measured peer = Measured.together(theirs);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("threads", threads);
            row.put("ours per second", Results.figure(all.rate()));
            row.put("three transactions per second", Results.figure(peer.rate()));
            row.put("ratio", Results.figure(all.rate() / peer.rate()));
            row.put("ours p50 ms", Results.figure(all.milliseconds(0.5)));
            row.put("ours p99 ms", Results.figure(all.milliseconds(0.99)));
            row.put("three transactions p50 ms", Results.figure(peer.milliseconds(0.5)));
            row.put("three transactions p99 ms", Results.figure(peer.milliseconds(0.99)));
            row.put("load average", Results.figure(Machine.load()));
            results.add(row);
        }
        return results;
    }

    private Results budget() throws IOException, SQLException, InterruptedException, ExecutionException {
        Results results = new Results("budget", "A reveal that counts against a person's budget, beside those that"
                + " count nothing", facts("four fields of one customer on an open ticket, each person has seen up to"
                + " as many customers"));
        Map<String, Workers.Opening> kinds = new LinkedHashMap<>();
        kinds.put("by an application, in the clear", worker -> () -> reveal(application, CLEAR, Form.CLEAR));
        kinds.put("by a person, masked", worker -> () -> reveal(agents.get(worker), MASKED, Form.MASKED));
        kinds.put("by a person, in the clear", worker -> () -> reveal(agents.get(worker), CLEAR, Form.CLEAR));
        for (int threads : THREADS) {
            Map<String, List<Measured>> all = new LinkedHashMap<>();
            kinds.keySet().forEach(kind -> all.put(kind, new ArrayList<>()));
            for (int round = -WARM_UPS; round < rounds; round++) {
                for (Map.Entry<String, Workers.Opening> kind : kinds.entrySet()) {
                    Measured one = Workers.timed(threads, seconds, kind.getValue());
                    if (round >= 0) {
                        all.get(kind.getKey()).add(one);
                    }
                }
            }
            double first = Measured.together(all.values().iterator().next()).rate();
            all.forEach((kind, measured) -> results.add(row(threads, kind, Measured.together(measured), first)));
        }
        return results;
    }

    private static Map<String, Object> row(int threads, String kind, Measured measured, double application) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("threads", threads);
        row.put("reveal", kind);
        row.put("per second", Results.figure(measured.rate()));
        row.put("p50 ms", Results.figure(measured.milliseconds(0.5)));
        row.put("p99 ms", Results.figure(measured.milliseconds(0.99)));
        row.put("x application", Results.figure(measured.rate() / application));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    private Map<String, String> facts(String more) throws IOException, SQLException {
        return Machine.facts(server.access(), customers + " customers of 21 columns; " + more + "; " + rounds
                + " rounds of " + seconds + " s each, in turns; in the server's process, without HTTP");
    }

    /** Every request is another: the same one again would be answered with the agreement that holds. */
    private void askAgreeReveal() {
        int number = asked.getAndIncrement();
        if (number >= AGENTS * cases.size()) {
            throw new IllegalStateException("Not measured: everybody has asked about everybody; more bench.rows");
        }
        Caller agent = agents.get(number % AGENTS);
        Case about = cases.get(number / AGENTS);
        RevealAsk ask = new RevealAsk(List.of(about.customer()), List.of("bank-card"), DISPUTE, about.dispute());
        Approval approval = reveals.askAgreement(ask, new Approvals.Why("bill-dispute",
                "账单显示扣款账户有误，需要当面核对", Optional.empty()), agent).get(0);
        approvals.agree(approval.id(), Optional.empty(), "", officer);
        requireForm(reveals.reveal(ask, agent), Form.CLEAR);
    }

    private void reveal(Caller caller, List<String> fields, Form form) {
        Case about = cases.get(ThreadLocalRandom.current().nextInt(cases.size()));
        requireForm(reveals.reveal(new RevealAsk(List.of(about.customer()), fields, INQUIRY, about.inquiry()), caller),
                form);
    }

    private static void requireForm(List<Reveals.Revealed> revealed, Form form) {
        if (!revealed.get(0).fields().values().stream().allMatch(field -> field.form() == form)) {
            throw new IllegalStateException("Not measured: not every field was " + form);
        }
    }

    private void prepare() throws SQLException {
        try (Connection connection = server.access().database(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bench_row (id int PRIMARY KEY, n int NOT NULL)");
            statement.execute("INSERT INTO bench_row SELECT id, 0 FROM generate_series(1, 10000) id");
            statement.execute("CREATE TABLE bench_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
                    + "entry bytea NOT NULL)");
        }
    }

    /** As many commits as asking, agreeing and the reveal have, each with the least that one of them must write. */
    private final class Plain implements Workers.Work {

        private final Connection connection = server.access().database();
        private final PreparedStatement update;
        private final PreparedStatement insert;
        private final byte[] entry = new byte[ENTRY_BYTES];

        Plain() throws SQLException {
            connection.setAutoCommit(false);
            update = connection.prepareStatement("UPDATE bench_row SET n = n + 1 WHERE id = ?");
            insert = connection.prepareStatement("INSERT INTO bench_log (entry) VALUES (?)");
        }

        @Override
        public void once() throws SQLException {
            for (int i = 0; i < STEPS; i++) {
                update.setInt(1, 1 + ThreadLocalRandom.current().nextInt(10_000));
                update.executeUpdate();
                ThreadLocalRandom.current().nextBytes(entry);
                insert.setBytes(1, entry);
                insert.executeUpdate();
                connection.commit();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
