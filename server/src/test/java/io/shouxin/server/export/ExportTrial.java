// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Door;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A billing officer who has customers written into a file for the sample's bank, and whoever agrees to it. */
@TestComponent
public class ExportTrial {

    /** Of the sample register's bank; docs/exporting.md tells it to everybody. */
    public static final String SECRET = "AGE-SECRET-KEY-142RQUQN03WSLQLSRYSDSKR7A2VYLT64FY2KXSJUJT6777H6LT2XQCU93EL";
    public static final String WORDS = "银行代扣清单按月报送，本月新增签约客户";

    private static final int BATCH = 200;
    private static final Pattern APPROVAL = Pattern.compile("/approvals/(VA[0-9]{8}-[0-9]{6})");

    private final ExportWorker worker;
    private final Customers customers;
    private final Services services;
    private final People people;
    private final Standing standing;
    private final JdbcClient db;
    private Optional<Caller> billing = Optional.empty();

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators.
    ExportTrial(ExportWorker worker, Customers customers, Services services, People people, Standing standing,
            JdbcClient db) {
        this.worker = worker;
        this.customers = customers;
        this.services = services;
        this.people = people;
        this.standing = standing;
        this.db = db;
    }

    /** No work goes on behind a test: it does each step itself. */
    void byHand() {
        worker.stop();
    }

    ExportWorker worker() {
        return worker;
    }

    void workAll() {
        while (worker.step()) {
            Thread.onSpinWait();
        }
    }

    /** Customer numbers of so many new customers. */
    public List<String> customers(int count) {
        Random dice = new Random(count);
        List<String> numbers = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            List<Customers.Row> rows = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + BATCH); i++) {
                String number = Door.freshNumber();
                numbers.add(number);
                rows.add(new Customers.Row(Optional.empty(), Map.of("customer-number", number, "name",
                        "欧阳" + (char) ('一' + dice.nextInt(200)), "plan", "5G 畅享 " + 10 * dice.nextInt(20) + " 元",
                        "monthly-fee", 19 + dice.nextInt(200) + ".00", "bank-card", card(dice)), List.of()));
            }
            customers.collect("service.open", rows, Customers.Existing.REFUSE, crm());
        }
        return numbers;
    }

    private static String card(Random dice) {
        String body = "622202" + String.format("%012d", Math.floorMod(dice.nextLong(), 1_000_000_000_000L));
        return body + io.shouxin.core.data.CheckDigits.luhnDigit(body);
    }

    private Caller crm() {
        if (billing.isEmpty()) {
            String id = "crm-" + UUID.randomUUID().toString().substring(0, 8);
            services.add(new Services.NewService(id, id, id, StaffFixture.owner(people), "app-crm",
                    List.of("service.open"), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
            billing = standing.service(id);
        }
        return billing.orElseThrow();
    }

    public Page ask(Seat asker, List<String> numbers, String... more) throws Exception {
        Map<String, List<String>> form = new LinkedHashMap<>(Map.of("recipient", List.of("collecting-bank"), "purpose",
                List.of("billing.settle"), "rows", List.of("5000"), "numbers", List.of(String.join("\n", numbers)),
                "kind", List.of("other"), "reason", List.of(WORDS),
                "fields", List.of("name", "customer-number", "bank-card", "plan", "monthly-fee")));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], List.of(more[i + 1]));
        }
        return asker.send("/exports", form.entrySet().stream().flatMap(one -> one.getValue().stream()
                .flatMap(value -> Stream.of(one.getKey(), value))).toArray(String[]::new));
    }

    /** Asks and answers the id. */
    public UUID asked(Seat asker, List<String> numbers, String... more) throws Exception {
        Page page = ask(asker, numbers, more);
        if (!page.location().startsWith("/exports/")) {
            throw new IllegalStateException(page + " " + page.html());
        }
        return UUID.fromString(page.location().substring("/exports/".length()));
    }

    public String approval(Seat asker, UUID export) throws Exception {
        Matcher id = APPROVAL.matcher(asker.read("/exports/" + export).html());
        if (!id.find()) {
            throw new IllegalStateException("no approval");
        }
        return id.group(1);
    }

    public void agree(Seat approver, Seat asker, UUID export) throws Exception {
        Page page = approver.send("/approvals/" + approval(asker, export) + "/agree", "factor-proof", Desk.PASSWORD);
        if (page.status() != 302) {
            throw new IllegalStateException(page.html());
        }
    }

    public Page begin(Seat asker, UUID export) throws Exception {
        return asker.send("/exports/" + export + "/begin");
    }

    String state(UUID export) {
        return db.sql("SELECT state FROM export_job WHERE id = :id").param("id", export).query(String.class).single();
    }

    byte[] file(Seat asker, UUID export) throws Exception {
        return asker.read("/exports/" + export + "/file").response().getContentAsByteArray();
    }

    /** As the recipient reads it. */
    static List<String> lines(byte[] file) throws Exception {
        ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(file));
        try (ReadableByteChannel opened = new StandardDecryptingChannelFactory().newDecryptingChannel(in,
                Collections.singletonList(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(SECRET)))) {
            return new String(Channels.newInputStream(opened).readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** A whole export from asking to the file. */
    public UUID written(Seat asker, Seat approver, List<String> numbers, String... more) throws Exception {
        byHand();
        UUID id = asked(asker, numbers, more);
        agree(approver, asker, id);
        begin(asker, id);
        workAll();
        return id;
    }

    /** The lines of a whole export, its header first. */
    List<String> exported(Seat asker, Seat approver, List<String> numbers, String... more) throws Exception {
        return lines(file(asker, written(asker, approver, numbers, more)));
    }
}
