// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static io.shouxin.server.intake.ImportTrial.MAPPING;
import static io.shouxin.server.intake.ImportTrial.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.keys.Boxes;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@ServerTest
@Import({Door.class, ImportTrial.class})
class ImportsIT {

    @Autowired ImportTrial trial;
    @Autowired Door door;
    @Autowired ImportWorker worker;
    @Autowired ImportTable table;
    @Autowired ImportBox box;
    @Autowired Customers customers;
    @Autowired Services services;
    @Autowired People people;
    @Autowired Keys keys;
    @Autowired RejectFile rejectFile;
    @Autowired JdbcClient db;

    @BeforeEach
    void byHand() {
        trial.byHand();
        trial.workAll();
    }

    @Test
    void bringsInEveryRowOnceAndCountsIt() throws Exception {
        long before = customers.count();
        String id = trial.open(MAPPING);
        Answer received = trial.put(id, rows(600));
        assertThat(received.status()).isEqualTo(202);
        assertThat(received.text("/state")).isEqualTo("ready");
        assertThat(received.text("/file/rows")).isEqualTo("600");
        trial.workAll();
        Answer done = trial.get(id);
        assertThat(done.text("/state")).isEqualTo("done");
        assertThat(done.text("/counts/created")).isEqualTo("600");
        assertThat(done.text("/counts/done")).isEqualTo("600");
        assertThat(done.text("/skippedBlank/note-free")).isEqualTo("600");
        assertThat(customers.count() - before).isEqualTo(600);
        assertThat(actions(id)).containsExactly("vault.import-begin", "vault.import-end");
    }

    @Test
    void leavesNothingBehindThatOpens() throws Exception {
        String id = trial.open(MAPPING);
        trial.put(id, rows(3));
        byte[] sealed = table.nextChunk(UUID.fromString(id)).orElseThrow().sealed();
        assertThat(new String(sealed, StandardCharsets.UTF_16BE)).doesNotContain("欧阳");
        assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("欧阳");
        trial.workAll();
        assertThat(chunks(id)).isZero();
        assertThatThrownBy(() -> box.open(UUID.fromString(id), 0, sealed)).isInstanceOf(Boxes.Damaged.class);
    }

    /** The sample register has bank cards under suite SM. */
    @Test
    void keepsRowsWithAValueOfSuiteSmUnderIt() throws Exception {
        String aes = trial.open(MAPPING);
        trial.put(aes, rows(3));
        assertThat(table.nextChunk(UUID.fromString(aes)).orElseThrow().sealed()[0]).isEqualTo(Suite.AES.code());
        String sm = trial.open(MAPPING + "constants:\n  bank-card: '4111111111111111'\n");
        trial.put(sm, rows(3));
        byte[] sealed = table.nextChunk(UUID.fromString(sm)).orElseThrow().sealed();
        assertThat(sealed[0]).isEqualTo(Suite.SM.code());
        assertThat(box.open(UUID.fromString(sm), 0, sealed)).hasSize(3);
        sealed[0] = Suite.AES.code();
        assertThatThrownBy(() -> box.open(UUID.fromString(sm), 0, sealed)).isInstanceOf(Boxes.Damaged.class);
        trial.workAll();
        assertThat(trial.get(sm).text("/counts/done")).isEqualTo("3");
    }

    @Test
    void losesAndDoublesNothingWhenAChunkDiesBeforeItsCommit() throws Exception {
        long before = customers.count();
        String id = trial.open(MAPPING);
        trial.put(id, rows(300));
        UUID job = UUID.fromString(id);
        UUID node = UUID.randomUUID();
        assertThat(table.take(node, Duration.ofSeconds(5), Instant.now())).contains(job);
        ImportTable.Waiting first = table.nextChunk(job).orElseThrow();
        List<Customers.Row> rows = box.open(job, first.seq(), first.sealed()).stream()
                .map(row -> new Customers.Row(Optional.empty(), row.fields(), List.of())).toList();
        assertThatThrownBy(() -> customers.collect("service.open", rows, Customers.Existing.UPDATE,
                ImportTrial.crm(), answers -> {
            assertThat(answers).hasSize(250).allMatch(one -> one.outcome() == Customers.Outcome.CREATED);
            table.advance(new ImportTable.Advance(job, node, first.seq(), 250, Map.of("CREATED", 250), 1),
                    Instant.now());
            throw new IllegalStateException("the power fails here");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(customers.count()).isEqualTo(before);
        assertThat(trial.get(id).text("/counts/done")).isEqualTo("0");
        table.giveBack(node);
        trial.workAll();
        assertThat(trial.get(id).text("/counts/created")).isEqualTo("300");
        assertThat(customers.count() - before).isEqualTo(300);
    }

    @Test
    void lendsAnImportToOneNodeAtATime() throws Exception {
        String id = trial.open(MAPPING);
        trial.put(id, rows(2));
        UUID dead = UUID.randomUUID();
        assertThat(table.take(dead, Duration.ofSeconds(60), Instant.now())).contains(UUID.fromString(id));
        assertThat(worker.step()).isFalse();
        // The dead node's lease has run out: what it left is taken over.
        db.sql("UPDATE import_job SET lease_until = now() - interval '1 s' WHERE id = :id")
                .param("id", UUID.fromString(id)).update();
        trial.workAll();
        assertThat(trial.get(id).text("/state")).isEqualTo("done");
    }

    /** The dead node's lease would run for a year more. */
    @Test
    void isTakenOverAfterTheClockWasSetBack() throws Exception {
        String id = trial.open(MAPPING);
        trial.put(id, rows(2));
        assertThat(table.take(UUID.randomUUID(), Duration.ofSeconds(60), Instant.now())).contains(UUID.fromString(id));
        db.sql("UPDATE import_job SET lease_until = now() + interval '1 year' WHERE id = :id")
                .param("id", UUID.fromString(id)).update();
        trial.workAll();
        assertThat(trial.get(id).text("/state")).isEqualTo("done");
        assertThat(trial.get(id).text("/counts/created")).isEqualTo("2");
    }

    @Test
    void stopsBetweenChunksAndGoesOnWhereItWas() throws Exception {
        String id = trial.open(MAPPING);
        trial.put(id, rows(600));
        worker.step();
        assertThat(trial.act(id, "stop").text("/state")).isEqualTo("stopped");
        assertThat(worker.step()).isFalse();
        assertThat(trial.get(id).text("/counts/created")).isEqualTo("250");
        assertThat(trial.act(id, "stop").status()).isEqualTo(409);
        assertThat(trial.act(id, "resume").status()).isEqualTo(200);
        trial.workAll();
        assertThat(trial.get(id).text("/counts/created")).isEqualTo("600");
        assertThat(actions(id)).containsExactly("vault.import-begin", "vault.import-stop", "vault.import-begin",
                "vault.import-end");
    }

    @Test
    void stopsWhenTheOneWhoBeganItLosesTheRight() throws Exception {
        String key = services.add(new Services.NewService("gone-" + UUID.randomUUID().toString().substring(0, 8),
                "x", "x", StaffFixture.owner(people), "app-crm", List.of("service.open"), List.of("127.0.0.1/32")),
                Entry.Actor.system("test"));
        String service = key.substring("sxk_".length(), key.indexOf('.'));
        Answer opened = door.answer(MockMvcRequestBuilders.post("/api/v1/imports").contentType("text/yaml")
                .content(MAPPING), key);
        String id = opened.text("/id");
        door.answer(MockMvcRequestBuilders.put("/api/v1/imports/" + id + "/file").contentType("text/csv")
                .content(rows(300)), key);
        worker.step();
        services.revoke(service, Entry.Actor.system("test"));
        trial.workAll();
        ImportJob stopped = table.find(UUID.fromString(id)).orElseThrow();
        assertThat(stopped.state()).isEqualTo(ImportJob.State.STOPPED);
        assertThat(stopped.why()).hasValue("intake.why.gone");
        assertThat(stopped.counts().created()).isEqualTo(250);
        // Not even its id is there for another application.
        assertThat(trial.get(id).status()).isEqualTo(404);
    }

    @Test
    void knowsAFileItHasTakenAndTakesItAgainOnlyOnDemand() throws Exception {
        String file = rows(20);
        String first = trial.open(MAPPING);
        trial.put(first, file);
        trial.workAll();
        String second = trial.open(MAPPING);
        Answer answer = trial.put(second, file);
        assertThat(answer.text("/state")).isEqualTo("done");
        assertThat(answer.text("/sameAs")).isEqualTo(first);
        assertThat(answer.text("/counts/created")).isEqualTo("20");
        assertThat(worker.step()).isFalse();
        Answer again = trial.opened(MAPPING, "?again=true");
        trial.put(again.text("/id"), file);
        trial.workAll();
        assertThat(trial.get(again.text("/id")).text("/counts/unchanged")).isEqualTo("20");
    }

    @Test
    void takesAnInterruptedUploadAgainFromItsStart() throws Exception {
        String id = trial.open(MAPPING);
        String file = rows(300);
        byte[] whole = file.getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(whole, whole.length - 40);
        cut[cut.length - 1] = (byte) 0xFF;
        assertThat(trial.put(id, cut).status()).isEqualTo(400);
        assertThat(trial.get(id).text("/state")).isEqualTo("receiving");
        assertThat(worker.step()).isFalse();
        assertThat(trial.put(id, whole).text("/file/rows")).isEqualTo("300");
        assertThat(trial.put(id, whole).status()).isEqualTo(409);
        trial.workAll();
        assertThat(trial.get(id).text("/counts/created")).isEqualTo("300");
    }

    @Test
    void losesNothingElseToOneBadRow() throws Exception {
        String number = Door.freshNumber();
        String other = Door.freshNumber();
        String formula = Door.freshNumber();
        String id = trial.open(MAPPING);
        Answer received = trial.put(id, "number,name,phone,note\n"
                + number + ",司马青," + Door.freshPhone() + ",\"two\nlines, one cell\"\n"
                + Door.freshNumber() + ",too,few\n"
                + Door.freshNumber() + ",,," + "\n"
                + Door.freshNumber() + ",公孙衍,123,\n"
                + Door.freshNumber() + ",长," + Door.freshPhone() + "," + "a".repeat(1 << 20) + "\n"
                + formula + ",司马青," + Door.freshPhone() + ",=1+1\n"
                + other + ",慕容白," + Door.freshPhone() + ",last\n");
        assertThat(received.status()).as(received.toString()).isEqualTo(202);
        trial.workAll();
        Answer done = trial.get(id);
        assertThat(done.text("/counts/created")).isEqualTo("3");
        assertThat(done.text("/counts/rejected")).isEqualTo("4");
        List<Chunk.Reject> rejects = table.rejects(UUID.fromString(id), 10);
        assertThat(rejects).extracting(one -> one.line() + " " + one.field() + " " + one.reason()).containsExactly(
                "4  intake.reject.columns", "5 name intake.reject.blank",
                "6 phone value.phone.length", "7 note-free intake.reject.too-long");
        String csv = csv(id);
        assertThat(csv.lines().toList()).hasSize(5).first().asString().isEqualTo("line,field,rule,reason");
        assertThat(csv).doesNotContain("公孙").doesNotContain("123").doesNotContain("=1+1");
        assertThat(trial.reveal(formula, "privacy-officer", "rights.request", "note-free").get("note-free").value())
                .hasValue("=1+1");
    }

    private String csv(String id) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rejectFile.write(UUID.fromString(id), out, false);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsGbkAndRefusesToGuess() throws Exception {
        String file = rows(4);
        String gbk = trial.open("encoding: gbk\n" + MAPPING);
        trial.put(gbk, file.getBytes(Charset.forName("GBK")));
        trial.workAll();
        assertThat(trial.get(gbk).text("/counts/created")).isEqualTo("4");
        String utf8 = trial.open(MAPPING);
        Answer refused = trial.put(utf8, file.getBytes(Charset.forName("GBK")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/type")).endsWith("intake.encoding");
        assertThat(refused.text("/detail")).contains("2").doesNotContain("欧阳");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "''!intake.empty",
        "'number,name,phone,note'!intake.no-rows",
        "'number;name;phone;note\n1;2;3;4'!intake.separator",
        "'司马青,13000000000,x\n1,2,3'!intake.header-strange",
        "'number,name,phone,phone,note\n1,2,3,4,5'!intake.header",
        "'number,name,phone,note,salary\n1,2,3,4,5'!intake.header",
        "'number,name,note\n1,2,3'!intake.header",
        "'number,name,phone,note\n1,\"2,3,4'!intake.unreadable"})
    void refusesAFileThatCanNotBeMeant(String file, String rule) throws Exception {
        String id = trial.open(MAPPING);
        Answer refused = trial.put(id, file);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/type")).isEqualTo("urn:shouxin:problem:" + rule);
        assertThat(refused.body().toString()).doesNotContain("13000000000", "司马");
        assertThat(chunks(id)).isZero();
        assertThat(trial.act(id, "stop").text("/state")).isEqualTo("failed");
    }

    @Test
    void namesEverythingWrongWithAMapping() throws Exception {
        Answer refused = trial.opened("""
                purpose: service.open
                encoding: latin-1
                separators: ";"
                columns:
                  a: name
                  b: name
                  c: {field: id-number}
                  d: {field: no-such-field, blank: maybe}
                  " a": customer-number
                  e:
                  f: [name]
                """, "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors").valueStream().map(one -> one.at("/where").asString() + " "
                + one.at("/rule").asString())).containsExactly(
                "2:encoding problem.not-allowed",
                "3:separators problem.not-allowed",
                "6:columns.b intake.mapping.field-twice",
                "7:id-number vault.field-not-collected",
                "8:columns.d.blank problem.not-allowed",
                "8:no-such-field vault.unknown-field",
                "9:columns. a intake.mapping.key-twice",
                "10:columns.e problem.missing",
                "11:columns.f intake.mapping.not-a-map");
        assertThat(trial.opened("{\"purpose\": \"service.open\", \"columns\": {\"n\": \"customer-number\"}}", "")
                .status()).isEqualTo(201);
        assertThat(trial.opened("columns: [", "").body().toString()).contains("intake.mapping.not-yaml");
        assertThat(trial.opened("\"\\U9010ffff\": x", "").body().toString()).contains("intake.mapping.not-yaml");
    }

    @Test
    void dropsAndCountsWhatThePurposeLetsFall() throws Exception {
        String id = door.answer(MockMvcRequestBuilders.post("/api/v1/imports?purpose=billing.settle")
                .contentType("text/yaml").content("""
                columns: {number: customer-number, name: name, fee: monthly-fee}
                """), door.key("app-billing")).text("/id");
        door.answer(MockMvcRequestBuilders.put("/api/v1/imports/" + id + "/file").contentType("text/csv")
                .content("number,name,fee\n" + Door.freshNumber() + ",司马青,12.50\n"), door.key("app-billing"));
        trial.workAll();
        Answer done = door.read("app-billing", "/api/v1/imports/" + id);
        assertThat(done.text("/dropped/name")).isEqualTo("1");
        assertThat(done.text("/counts/created")).isEqualTo("1");
    }

    @Test
    void opensToNobodyWithoutTheRight() throws Exception {
        assertThat(door.answer(MockMvcRequestBuilders.post("/api/v1/imports").contentType("text/yaml")
                .content(MAPPING), door.key("app-shop")).status()).isEqualTo(403);
        assertThat(trial.opened(MAPPING.replace("service.open", "shop.plan-change"), "").status()).isIn(400, 403);
    }

    @Test
    void givesUpWhatNobodyCameBackFor() throws Exception {
        String id = trial.open(MAPPING);
        db.sql("UPDATE import_job SET moved_at = now() - interval '8 days' WHERE id = :id")
                .param("id", UUID.fromString(id)).update();
        worker.lookAround();
        assertThat(trial.get(id).text("/state")).isEqualTo("failed");
        assertThat(trial.get(id).text("/why")).isEqualTo("intake.why.forgotten");
        assertThat(db.sql("SELECT count(*) FROM key_named WHERE name = :name").param("name", "import." + id)
                .query(Long.class).single()).isZero();
    }

    private long chunks(String id) {
        return db.sql("SELECT count(*) FROM import_chunk WHERE job = :id").param("id", UUID.fromString(id))
                .query(Long.class).single();
    }

    private List<String> actions(String id) {
        return db.sql("SELECT action FROM ledger_entry WHERE action LIKE 'vault.import%'"
                        + " AND convert_from(bytes, 'UTF8') LIKE :id ORDER BY number")
                .param("id", "%" + id + "%").query(String.class).list();
    }
}
