// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.PeopleFixture;
import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody with the database in hand can do, and how soon and how exactly it is found. */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class LedgerCheckIT {

    @Autowired Ledger ledger;
    @Autowired LedgerCheck check;
    @Autowired CheckTable table;
    @Autowired SignedTree tree;
    @Autowired LedgerPill frame;
    @Autowired LedgerFixture fixture;
    @Autowired PeopleFixture people;
    @Autowired MockMvc web;

    private final Deque<Runnable> repairs = new ArrayDeque<>();
    private long first;

    @BeforeEach
    void aSoundLedger() {
        first = fixture.signed(6);
        assertThat(check.checkAll().sound()).isTrue();
    }

    @AfterEach
    void isSoundAgainOnceRepaired() {
        repairs.descendingIterator().forEachRemaining(Runnable::run);
        assertThat(check.checkAll().finding()).isEmpty();
        assertThat(ledger.record(fixture.draft("T-after")).entry()).isGreaterThan(first);
    }

    @Test
    void namesAChangedEntry() {
        LedgerFixture.Kept kept = fixture.row(first + 2);
        repairs.add(() -> fixture.change(first + 2, kept.bytes()));
        fixture.change(first + 2, text(kept).replace("T-2", "T-9").getBytes(StandardCharsets.UTF_8));
        stops("CHANGED", first + 2);
    }

    @Test
    void namesADeletedEntry() {
        LedgerFixture.Kept kept = fixture.row(first + 3);
        repairs.add(() -> fixture.putBack(kept));
        fixture.delete(first + 3);
        stops("MISSING", first + 3);
    }

    @Test
    void namesTheFirstOfTwoThatChangedPlaces() {
        LedgerFixture.Kept one = fixture.row(first + 1);
        LedgerFixture.Kept other = fixture.row(first + 4);
        repairs.add(() -> fixture.change(first + 1, one.bytes()));
        repairs.add(() -> fixture.change(first + 4, other.bytes()));
        fixture.change(first + 1, other.bytes());
        fixture.change(first + 4, one.bytes());
        stops("REORDERED", first + 1);
    }

    @Test
    void namesAnAddedEntryUnderANumberTwice() {
        LedgerFixture.Kept kept = fixture.row(first + 2);
        repairs.add(() -> fixture.deleteTwin(kept));
        fixture.add(first + 2, new LedgerFixture.Kept(first + 2, kept.bytes(),
                java.sql.Timestamp.from(kept.at().toInstant().plusSeconds(1)), kept.actor()));
        LedgerCheck.Outcome outcome = check.checkAll();
        assertThat(outcome.sound()).isFalse();
        assertThat(outcome.number().orElseThrow()).isBetween(first + 2, first + 3);
    }

    @Test
    void namesAnEntryAddedAtTheEndAndNeverSignsIt() {
        long next = ledger.size();
        LedgerFixture.Kept kept = fixture.row(first);
        repairs.add(() -> fixture.delete(next));
        fixture.add(next, kept);
        stops("ADDED", next);
        assertThat(tree.head().size()).isLessThanOrEqualTo(next);
    }

    @Test
    void namesAnEntryThatASearchWouldMiss() {
        repairs.add(() -> fixture.renameActor(first + 5, "test"));
        fixture.renameActor(first + 5, "somebody");
        stops("COLUMNS_DIFFER", first + 5);
    }

    @Test
    void namesAnEntryThatFiguresWouldCountWrongly() {
        repairs.add(() -> fixture.countClear(first + 5, -1));
        fixture.countClear(first + 5, 1);
        stops("COLUMNS_DIFFER", first + 5);
    }

    @Test
    void namesTheTileThatWasChanged() {
        long n = first / 256;
        repairs.add(() -> fixture.breakTile(n));
        fixture.breakTile(n);
        LedgerCheck.Outcome outcome = check.checkAll();
        assertThat(outcome.finding()).contains("TREE_DIFFERS");
        assertThat(outcome.number()).contains(n * 256);
    }

    @Test
    void keepsAFindingUntilTheWholeIsSound() {
        LedgerFixture.Kept kept = fixture.row(first);
        repairs.add(() -> fixture.change(first, kept.bytes()));
        fixture.change(first, text(kept).replace("T-0", "T-9").getBytes(StandardCharsets.UTF_8));
        LedgerCheck.Outcome found = check.checkAll();
        // As a node would that has not looked there, and finds what came since in order.
        table.put(LedgerCheck.Outcome.sound(found.at(), first + 6, first + 6, found.root()));
        check.lookAgain();
        assertThat(check.last().flatMap(LedgerCheck.Outcome::finding)).contains("CHANGED");
        Optional<Instant> since = check.last().flatMap(LedgerCheck.Outcome::since);
        check.checkAll();
        assertThat(check.last().flatMap(LedgerCheck.Outcome::since)).isEqualTo(since).isPresent();
    }

    @Test
    void showsTheBrokenStateOnItsPagesAndGivesNoReceipt() throws Exception {
        String auditor = people.in("auditor");
        LedgerFixture.Kept kept = fixture.row(first + 2);
        repairs.add(() -> fixture.change(first + 2, kept.bytes()));
        fixture.change(first + 2, text(kept).replace("T-2", "T-9").getBytes(StandardCharsets.UTF_8));
        check.checkAll();
        String number = String.format(Locale.ROOT, "%,d", first + 2);
        assertThat(page("/ledger", auditor, 200)).contains("核验失败：条目 " + number + "，内容被改", "起全部查看已停用", "不符");
        assertThat(page("/ledger/entries/" + (first + 2), auditor, 200))
                .contains("核验不通过", "以下内容不可信", "算出的根 ≠ 检查点的根").doesNotContain("/receipt");
        assertThat(page("/ledger/entries/" + (first + 2) + "/receipt", auditor, 503)).contains("不出具凭证");
    }

    @Test
    void showsAnEntryThatIsNoneAnyMore() throws Exception {
        String auditor = people.in("auditor");
        LedgerFixture.Kept kept = fixture.row(first + 2);
        LedgerFixture.Kept gone = fixture.row(first + 4);
        repairs.add(() -> fixture.change(first + 2, kept.bytes()));
        repairs.add(() -> fixture.putBack(gone));
        fixture.change(first + 2, "<b>".getBytes(StandardCharsets.UTF_8));
        fixture.delete(first + 4);
        assertThat(page("/ledger", auditor, 200)).contains("内容已不是条目");
        assertThat(page("/ledger/entries/" + (first + 2), auditor, 200)).contains("核验不通过", "&lt;b&gt;");
        assertThat(page("/ledger/entries/" + (first + 4), auditor, 200)).contains("它的内容已不在库中");
        assertThatThrownBy(() -> ledger.line(first + 2)).isInstanceOf(Refused.class).hasMessageContaining("damaged");
    }

    @Test
    void runsBehindThePageAndIsAnEntryItself() throws Exception {
        String auditor = people.in("auditor");
        long before = ledger.size();
        String part = web.perform(post("/ledger/check").header("HX-Request", "true").with(csrf())
                .with(authentication(PeopleFixture.session(auditor)))).andReturn().getResponse().getContentAsString();
        assertThat(part).contains("id=\"standing\"").doesNotContain("<html");
        Ledger.Line line = awaitCheck(before);
        assertThat(line.entry().actor().id()).isEqualTo(auditor);
        assertThat(line.entry().object().orElseThrow().kind()).isEqualTo("tree");
        assertThat(line.entry().details()).containsEntry("finding", "none");
        assertThat(page("/ledger", auditor, 200)).contains("全量核验", "/ledger/entries/" + line.number());
    }

    /** The run ends soon; each look is a round trip, so this is no busy loop and needs no clock. */
    private Ledger.Line awaitCheck(long before) {
        for (int i = 0; i < 20_000; i++) {
            Optional<Ledger.Line> line = ledger.find(LedgerQuery.latest(1).withAction(FullCheck.ACTION)).stream()
                    .filter(one -> one.number() >= before).findFirst();
            if (line.isPresent() && table.run().flatMap(FullCheck.Run::endedAt).isPresent()) {
                return line.get();
            }
        }
        throw new AssertionError("the check did not end");
    }

    private void stops(String finding, long number) {
        LedgerCheck.Outcome outcome = check.checkAll();
        assertThat(outcome.finding()).contains(finding);
        assertThat(outcome.number()).contains(number);
        assertThat(frame.read().state()).isEqualTo(LedgerPill.State.BROKEN);
        assertThatThrownBy(() -> ledger.record(List.of(fixture.draft("T-1")), Basis.NONE))
                .isInstanceOfSatisfying(Refused.class,
                        refused -> assertThat(refused.key()).isEqualTo("ledger.damaged"));
    }

    private String page(String path, String number, int status) throws Exception {
        var response = web.perform(get(path).header("Accept-Language", "zh-CN")
                .with(authentication(PeopleFixture.session(number)))).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(status);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private static String text(LedgerFixture.Kept kept) {
        return new String(Entry.read(kept.bytes()).bytes(), StandardCharsets.UTF_8);
    }
}
