// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.server.ServerTest;
import io.shouxin.server.ledger.Basis;
import io.shouxin.server.ledger.Integrator;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.PeopleFixture;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.tree.Published;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeFixture;
import io.shouxin.server.tree.TreeHead;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An older dump of the database put back, whole and consistent in itself: only what was published knows. */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class RolledBackIT {

    private static final List<String> TABLES = List.of("ledger_entry", "ledger_head", "ledger_tile", "ledger_tree",
            "ledger_checkpoint", "ledger_check", "ledger_run", "ledger_summed", "ledger_day");
    private static final int TRIES_MAX = 20;

    @Autowired Ledger ledger;
    @Autowired LedgerCheck check;
    @Autowired SignedTree tree;
    @Autowired Published published;
    @Autowired Integrator sequencer;
    @Autowired LedgerFixture fixture;
    @Autowired PeopleFixture people;
    @Autowired People staff;
    @Autowired BeanFactory node;
    @Autowired TransactionTemplate transaction;
    @Autowired JdbcClient db;
    @Autowired MockMvc web;
    @Value("${shouxin.home}") Path home;

    private String auditor;
    private long dumped;

    @BeforeEach
    void twoStatesOfTheDatabase() {
        auditor = people.in("auditor");
        fixture.signed(4);
        check.checkAll();
        dump("older");
        dumped = tree.head().size();
        fixture.signed(5);
        check.checkAll();
        dump("newer");
    }

    @AfterEach
    void isSoundOnceTheNewestIsBack() {
        restore("newer");
        assertThat(check.checkAll().finding()).isEmpty();
        fixture.signed(1);
        assertThat(published.follow()).isEmpty();
    }

    @Test
    void isNamedAndNothingIsReleasedSignedOrPublished() throws Exception {
        restore("older");
        check.lookAgain();
        LedgerCheck.Outcome outcome = check.last().orElseThrow();
        assertThat(outcome.finding()).contains("ROLLED_BACK");
        assertThat(outcome.number()).contains(dumped);
        assertThatThrownBy(() -> ledger.record(List.of(fixture.draft("T-1")), Basis.NONE))
                .isInstanceOfSatisfying(Refused.class,
                        refused -> assertThat(refused.key()).isEqualTo("ledger.damaged"));
        MockHttpServletResponse checkpoint = web.perform(get("/ledger/checkpoint")).andReturn().getResponse();
        assertThat(checkpoint.getStatus()).isEqualTo(503);
        assertThat(checkpoint.getContentAsString()).contains("ledger.rolled-back");
        // What is appended all the same, as part of a change, is not signed into a second history.
        transaction.executeWithoutResult(status -> ledger.append(fixture.draft("T-2")));
        TreeFixture.step(sequencer);
        assertThat(tree.head().size()).isEqualTo(dumped);
    }

    @Test
    void isFoundAlsoByANodeThatStartsAfterwards() {
        restore("older");
        Optional<Published.Fault> fault = TreeFixture.afterStart(node, home);
        assertThat(fault.map(Published.Fault::kind)).contains(Published.Kind.ROLLED_BACK);
        assertThat(fault.map(Published.Fault::published)).hasValueSatisfying(
                size -> assertThat(size).isGreaterThan(dumped));
    }

    @Test
    void staysStoppedOnNodesThatPublishedNothingUntilTheWholeIsSound() {
        restore("older");
        check.lookAgain();
        assertThat(db.sql("SELECT finding FROM ledger_check").query(String.class).single()).isEqualTo("ROLLED_BACK");
    }

    @Test
    void tellsAnotherHistoryOfTheSameLength(@TempDir Path elsewhere) {
        restore("older");
        // A node that knows nothing of what was published would go on from the old state.
        Integrator unknowing = TreeFixture.withHome(node, elsewhere);
        for (int i = 0; i < 8; i++) {
            transaction.executeWithoutResult(status -> ledger.append(fixture.draft("T-other")));
        }
        TreeFixture.step(unknowing);
        assertThat(tree.head().size()).isGreaterThan(dumped + 5);
        assertThat(published.follow().map(Published.Fault::kind)).contains(Published.Kind.HISTORY_DIFFERS);
        assertThat(check.checkAll().finding()).contains("HISTORY_DIFFERS");
    }

    @Test
    void saysOnThePageWhatToDo() throws Exception {
        restore("older");
        check.lookAgain();
        String page = web.perform(get("/ledger").header("Accept-Language", "zh-CN")
                .with(authentication(PeopleFixture.session(auditor)))).andReturn().getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(page).contains("数据库退回到了较早的状态", "恢复最新的备份", "起全部查看已停用");
    }

    /** Whoever has to find out what happened may not have been signed in when it did. */
    @Test
    void letsPeopleSignInToLookIntoIt() throws Exception {
        String number = StaffFixture.someone(staff, "auditor");
        fixture.signed(1);
        check.checkAll();
        dump("newer");
        restore("older");
        check.lookAgain();
        MockHttpServletResponse answer = web.perform(post("/sign-in").with(csrf()).param("number", number)
                .param("password", StaffFixture.PASSWORD)).andReturn().getResponse();
        assertThat(answer.getStatus()).isEqualTo(302);
        assertThat(answer.getRedirectedUrl()).isEqualTo("/");
        assertThat(check.last().orElseThrow().sound()).isFalse();
    }

    @Test
    void startsNoNodeWhoseFileSomebodyElseWrote(@TempDir Path other) throws Exception {
        Files.createDirectories(other.resolve("ledger"));
        Files.writeString(other.resolve("ledger/published-checkpoint"), "nothing of ours");
        assertThatThrownBy(() -> TreeFixture.afterStart(node, other)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("published-checkpoint");
    }

    @Test
    void keepsWhatItHasShownInAFileThatIsTheCheckpointItself() throws Exception {
        byte[] shown = web.perform(get("/ledger/checkpoint")).andReturn().getResponse().getContentAsByteArray();
        TreeHead head = tree.head();
        assertThat(Files.readAllBytes(home.resolve("ledger/published-checkpoint")))
                .isEqualTo(head.note().orElseThrow()).isEqualTo(shown);
    }

    private void dump(String name) {
        // Nothing of the sequencer's between two tables.
        transaction.executeWithoutResult(status -> TABLES.forEach(table -> {
            db.sql("DROP TABLE IF EXISTS " + name + "_" + table).update();
            db.sql("CREATE TABLE " + name + "_" + table + " AS SELECT * FROM " + table).update();
        }));
    }

    /** Background work reads these tables too, in an order of its own: whoever loses to it tries again. */
    private void restore(String name) {
        for (int tries = 1;; tries++) {
            try {
                transaction.executeWithoutResult(status -> TABLES.forEach(table -> {
                    db.sql("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE").update();
                    db.sql("DELETE FROM " + table).update();
                    db.sql("INSERT INTO " + table + " SELECT * FROM " + name + "_" + table).update();
                }));
                return;
            } catch (PessimisticLockingFailureException deadlock) {
                assertThat(tries).as("tries").isLessThan(TRIES_MAX);
            }
        }
    }
}
