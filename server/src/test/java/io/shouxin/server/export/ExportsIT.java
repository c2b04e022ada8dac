// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.desk.Desk;
import io.shouxin.server.desk.Desk.Page;
import io.shouxin.server.desk.Desk.Seat;
import io.shouxin.server.keys.Boxes;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** One person asks for a file, another agrees, only the recipient reads it, and a copy of it says where it is from. */
@ServerTest
@Import({Door.class, Desk.class, ExportTrial.class})
class ExportsIT {

    private static final Entry.Actor TEST = Entry.Actor.system("test");

    @Autowired ExportTrial trial;
    @Autowired Desk desk;
    @Autowired Door door;
    @Autowired Suspensions suspensions;
    @Autowired Ledger ledger;
    @Autowired Boxes boxes;
    @Autowired JdbcClient db;

    private Seat asker;
    private Seat officer;

    @BeforeEach
    void seats() throws Exception {
        trial.byHand();
        trial.workAll();
        asker = desk.newSeat("billing");
        officer = desk.newSeat("privacy-officer");
    }

    @AfterEach
    void nothingStaysOpen() {
        trial.workAll();
    }

    @Test
    void writesWhatWasAgreedToForTheRecipientAlone() throws Exception {
        List<String> numbers = trial.customers(30);
        UUID id = trial.asked(asker, numbers);
        assertThat(trial.state(id)).isEqualTo("ASKED");
        trial.agree(officer, asker, id);
        assertThat(trial.begin(asker, id).location()).isEqualTo("/exports/" + id);
        trial.workAll();

        byte[] file = trial.file(asker, id);
        List<String> lines = ExportTrial.lines(file);
        assertThat(lines.get(0)).isEqualTo("name,customer-number,bank-card,plan,monthly-fee");
        assertThat(lines).hasSize(1 + 30 + 6);
        assertThat(column(lines, 1)).containsAll(numbers);
        assertThat(column(lines, 2)).allMatch(card -> card.matches("\\*{11,}[0-9]{4}"));
        assertThat(new String(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("age-encryption.org/v1").doesNotContain(numbers.get(0));

        Entry end = newest("export.end");
        assertThat(end.details()).containsEntry("digest", HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(file))).containsEntry("rows", "30");
        assertThat(newest("export.fetch").actor().id()).isEqualTo(asker.number());
        List<Entry> given = ledger.find(LedgerQuery.latest(200).withAction("vault.export")).stream()
                .map(one -> one.entry()).filter(one -> one.object().orElseThrow().id().equals(id.toString())).toList();
        assertThat(given).hasSize(30).allSatisfy(one -> {
            assertThat(one.approvals()).extracting(Entry.Approval::actor).containsExactly(officer.number());
            assertThat(one.details()).containsEntry("recipient", "collecting-bank");
            assertThat(one.fields().get("customer-number").form()).isEqualTo(Entry.Given.CLEAR);
        });
        assertThat(left("export_chunk", id) + left("export_member", id)).isZero();
    }

    @Test
    void opensNothingBeforeSomebodyElseAgrees() throws Exception {
        UUID id = trial.asked(asker, trial.customers(2));
        assertThat(trial.begin(asker, id).status()).isEqualTo(409);
        String approval = trial.approval(asker, id);
        assertThat(asker.send("/approvals/" + approval + "/agree", "factor-proof", Desk.PASSWORD).status())
                .isEqualTo(403);
        assertThat(officer.send("/approvals/" + approval + "/refuse", "note", "清单范围过大").status()).isEqualTo(302);
        assertThat(trial.begin(asker, id).status()).isEqualTo(409);
        assertThat(trial.state(id)).isEqualTo("ASKED");
        assertThat(ledger.find(LedgerQuery.latest(500).withAction("vault.export"))).noneMatch(
                one -> one.entry().object().orElseThrow().id().equals(id.toString()));
    }

    @Test
    void anAgreementHoldsForItsOwnExportOnce() throws Exception {
        List<String> numbers = trial.customers(2);
        UUID first = trial.asked(asker, numbers);
        UUID second = trial.asked(asker, numbers);
        trial.agree(officer, asker, first);
        assertThat(trial.begin(asker, second).status()).isEqualTo(409);
        db.sql("UPDATE export_job SET row_cap = row_cap + 1 WHERE id = :id").param("id", first).update();
        assertThat(trial.begin(asker, first).status()).isEqualTo(409);
        db.sql("UPDATE export_job SET row_cap = row_cap - 1 WHERE id = :id").param("id", first).update();
        assertThat(trial.begin(asker, first).status()).isEqualTo(302);
        assertThat(trial.begin(asker, first).status()).isEqualTo(409);
        trial.workAll();
        assertThat(trial.state(first)).isEqualTo("READY");
    }

    @Test
    void nobodyElseBeginsOrFetchesIt() throws Exception {
        UUID id = trial.asked(asker, trial.customers(2));
        trial.agree(officer, asker, id);
        Seat other = desk.newSeat("billing");
        assertThat(other.read("/exports/" + id).status()).isEqualTo(404);
        assertThat(trial.begin(other, id).status()).isEqualTo(403);
        trial.begin(asker, id);
        trial.workAll();
        assertThat(other.read("/exports/" + id + "/file").status()).isEqualTo(403);
        assertThat(desk.seat("care-agent").read("/exports/new").status()).isEqualTo(403);
        assertThat(officer.read("/exports/" + id).html()).contains("可取");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void stopsAtTheNextStepWhenEitherIsSuspended(boolean whoAsked) throws Exception {
        UUID id = trial.asked(asker, trial.customers(450));
        trial.agree(officer, asker, id);
        trial.begin(asker, id);
        assertThat(trial.worker().step()).isTrue();
        assertThat(left("export_chunk", id)).isEqualTo(1);
        suspensions.suspend(whoAsked ? asker.number() : officer.number(), TestReasons.of("LEAVE"), TEST);
        trial.workAll();

        assertThat(trial.state(id)).isEqualTo("STOPPED");
        assertThat(newest("export.stop").details()).containsEntry("why",
                whoAsked ? "export.why.suspended" : "export.why.approver").containsEntry("rows", "200");
        assertThat(left("export_chunk", id) + left("export_piece", id)).isZero();
        trial.worker().lookAround();
        assertThat(db.sql("SELECT key_there FROM export_job WHERE id = :id").param("id", id).query(Boolean.class)
                .single()).isFalse();
    }

    @Test
    void stopsWhenTheRulesChangedAfterTheAgreement() throws Exception {
        UUID id = trial.asked(asker, trial.customers(2));
        trial.agree(officer, asker, id);
        trial.begin(asker, id);
        db.sql("UPDATE export_job SET register = register + 1 WHERE id = :id").param("id", id).update();
        trial.workAll();
        assertThat(trial.state(id)).isEqualTo("STOPPED");
        assertThat(newest("export.stop").details()).containsEntry("why", "export.why.register");
    }

    @Test
    void isStoppedByWhoeverAgreedAndDestroysWhatWasWritten() throws Exception {
        UUID id = trial.asked(asker, trial.customers(250));
        trial.agree(officer, asker, id);
        trial.begin(asker, id);
        trial.worker().step();
        assertThat(officer.send("/exports/" + id + "/stop").status()).isEqualTo(302);
        assertThat(left("export_chunk", id)).isZero();
        trial.workAll();
        assertThat(trial.state(id)).isEqualTo("STOPPED");
        assertThat(asker.read("/exports/" + id).html()).contains("有人停止了它");
        assertThat(asker.read("/exports/" + id + "/file").status()).isEqualTo(409);
    }

    @Test
    void goesOnWhereADeadNodeWasAndPacksFromTheBeginning() throws Exception {
        List<String> numbers = trial.customers(250);
        UUID id = trial.asked(asker, numbers);
        trial.agree(officer, asker, id);
        trial.begin(asker, id);
        trial.worker().step();
        takenOver(id);
        trial.worker().step();
        trial.worker().step();
        assertThat(trial.state(id)).isEqualTo("PACKING");
        db.sql("INSERT INTO export_piece (export, seq, bytes) VALUES (:id, 0, 'half')").param("id", id).update();
        takenOver(id);
        trial.workAll();
        List<String> lines = ExportTrial.lines(trial.file(asker, id));
        assertThat(column(lines, 1)).containsAll(numbers).doesNotHaveDuplicates();
        assertThat(lines).hasSize(1 + 250 + 13);
    }

    /** As if another node had had it and died: its lease has run out. */
    private void takenOver(UUID id) {
        db.sql("UPDATE export_job SET lease_by = gen_random_uuid(), lease_until = now() - interval '1 s'"
                + " WHERE id = :id").param("id", id).update();
    }

    @Test
    void isGoneWhenItsTimeIsOver() throws Exception {
        UUID id = trial.asked(asker, trial.customers(2));
        trial.agree(officer, asker, id);
        trial.begin(asker, id);
        trial.workAll();
        db.sql("UPDATE export_job SET keep_until = now() - interval '1 s', moved_at = now() - interval '1 s'"
                + " WHERE id = :id").param("id", id).update();
        trial.worker().lookAround();
        assertThat(trial.state(id)).isEqualTo("GONE");
        assertThat(left("export_piece", id)).isZero();
        assertThat(asker.read("/exports/" + id + "/file").status()).isEqualTo(410);
    }

    @ParameterizedTest
    @CsvSource({
        "rows,0,400,1 到", "rows,100001,400,1 到", "recipient,nobody,400,登记册中没有这个接收方",
        "recipient,card-courier,409,没有登记公钥", "purpose,care.inquiry,403,登记册不允许", "fields,imsi,403,登记册不允许",
        "fields,no-such-field,400,字段", "numbers,YL9999999999,422,没有客户可以导出", "kind,nonsense,400,类",
        "reason,13800000000 的账单,400,号码"})
    void saysWhatIsWrong(String name, String value, int status, String words) throws Exception {
        Page page = trial.ask(asker, trial.customers(1), name, value);
        assertThat(page.status()).as(page.html()).isEqualTo(status);
        assertThat(page.html()).contains(words).doesNotContain("??");
    }

    @Test
    void isJsonWhereThatIsAskedFor() throws Exception {
        List<String> numbers = trial.customers(3);
        List<String> lines = trial.exported(asker, officer, numbers, "format", "jsonl");
        assertThat(lines).hasSize(9).allMatch(line -> line.startsWith("{\"name\":\"") && line.endsWith("}"));
        assertThat(lines).anyMatch(line -> line.contains("\"customer-number\":\"" + numbers.get(0) + "\""));
    }

    @Test
    void aLeakedCopyNamesItsExportWhateverWasDoneToIt() throws Exception {
        List<String> numbers = trial.customers(1_200);
        UUID first = trial.asked(asker, numbers);
        trial.agree(officer, asker, first);
        trial.begin(asker, first);
        trial.workAll();
        List<String> copy = new ArrayList<>(ExportTrial.lines(trial.file(asker, first)).subList(1, 1_261));
        Set<String> real = new HashSet<>(numbers);
        List<String> canaries = copy.stream().filter(line -> !real.contains(line.split(",", -1)[1])).toList();
        assertThat(canaries).hasSize(60);
        // The same customers for the same recipient once more: another export, which must not be named.
        List<String> other = trial.exported(asker, officer, numbers);
        assertThat(other).hasSize(1_261);

        Random dice = new Random(7);
        // As many canaries as a tenth has on average: which ones are drawn is chance, and this test is none.
        List<String> tenth = new ArrayList<>(canaries.subList(0, 6));
        tenth.addAll(copy.stream().filter(line -> real.contains(line.split(",", -1)[1])).limit(120).toList());
        Collections.shuffle(copy, dice);
        Collections.shuffle(tenth, dice);
        Seat auditor = desk.newSeat("auditor");
        named(auditor, String.join("\n", copy), first, "确定");
        named(auditor, String.join("\n", tenth), first, "确定");
        named(auditor, String.join("\n", column(tenth, 1)), first, "确定");
        named(auditor, "号码：" + String.join("；号码：", column(tenth, 1)), first, "确定");
        // The one column that names anybody is gone: a masked name and the end of a card are left.
        named(auditor, String.join("\n", columns(tenth, 2, 0)), first, "很可能");
        assertThat(newest("export.trace").details()).containsEntry("exports", first.toString());
    }

    @Test
    void aFileOfNobodysNamesNoExport() throws Exception {
        List<String> numbers = trial.customers(400);
        trial.exported(asker, officer, numbers);
        Seat auditor = desk.newSeat("auditor");
        Random dice = new Random(11);
        String foreign = String.join("\n", IntStream.range(0, 5_000).mapToObj(i -> "欧**,***************"
                + String.format("%04d", dice.nextInt(10_000))).toList());
        Page page = auditor.send("/traces", "text", foreign);
        assertThat(page.html()).contains("查不到来源").doesNotContain("打开这次导出");
        assertThat(auditor.send("/traces", "text", String.join("\n", numbers)).html()).contains("查不到来源");
    }

    @Test
    void tracesThroughTheApiWithAKeyOfTheAuditors() throws Exception {
        List<String> lines = trial.exported(asker, officer, trial.customers(40));
        Door.Answer answer = door.answer(org.springframework.test.web.servlet.request.MockMvcRequestBuilders
                .post("/api/v1/exports/trace").contentType("text/csv").content(String.join("\n", lines)
                        .getBytes(java.nio.charset.Charset.forName("GB18030"))), door.key("app-audit"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/found/0/ground")).isEqualTo("certain");
        assertThat(answer.text("/found/0/export/by")).isEqualTo(asker.number());
        assertThat(answer.body().at("/found/0/canaries").asInt()).isEqualTo(6);
        assertThat(door.answer(org.springframework.test.web.servlet.request.MockMvcRequestBuilders
                .post("/api/v1/exports/trace").content(new byte[] {80, 75, 3, 4, 0, 0}), door.key("app-audit"))
                .status()).isEqualTo(415);
        assertThat(door.read("app-crm", "/api/v1/exports").status()).isEqualTo(403);
        assertThat(door.read("app-audit", "/api/v1/exports").text("/exports/0/recipient")).isEqualTo("collecting-bank");
    }

    @Test
    void canariesAreNobodysAndDiffer() throws Exception {
        List<String> numbers = trial.customers(20);
        Set<String> one = new HashSet<>(column(trial.exported(asker, officer, numbers), 1));
        Set<String> two = new HashSet<>(column(trial.exported(asker, officer, numbers), 1));
        numbers.forEach(one::remove);
        numbers.forEach(two::remove);
        assertThat(one).hasSize(6).doesNotContainAnyElementsOf(two).allMatch(number -> number.matches("YL[0-9]{10}"));
        assertThat(two).hasSize(6);
    }

    private void named(Seat auditor, String text, UUID export, String ground) throws Exception {
        Page page = auditor.send("/traces", "text", text);
        assertThat(page.html()).contains("/exports/" + export, ground, asker.number(), officer.number())
                .containsOnlyOnce("打开这次导出").doesNotContain("??");
    }

    private static List<String> column(List<String> lines, int place) {
        return lines.stream().filter(line -> !line.startsWith("name,")).map(line -> line.split(",", -1)[place])
                .toList();
    }

    private static List<String> columns(List<String> lines, int one, int other) {
        return lines.stream().map(line -> line.split(",", -1)).map(cells -> cells[one] + "\t" + cells[other]).toList();
    }

    private Entry newest(String action) {
        return ledger.find(LedgerQuery.latest(1).withAction(action)).get(0).entry();
    }

    private int left(String table, UUID export) {
        return db.sql("SELECT count(*) FROM " + table + " WHERE export = :id").param("id", export)
                .query(Integer.class).single();
    }
}
