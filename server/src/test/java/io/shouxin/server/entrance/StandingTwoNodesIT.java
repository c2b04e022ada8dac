// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterFixture;
import io.shouxin.server.register.Registers;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a suspension stops, seen from two nodes on one database: it is said at one of them, and the very next request
 * to either is refused. Nothing here waits.
 */
class StandingTwoNodesIT {

    private static final String ENTRIES = "/api/v1/ledger/entries";
    private static final String PURPOSE = "care.billing-dispute";
    private static final String CARD = "6222020999000012347";
    private static final Pattern REQUEST = Pattern.compile("/approvals/(VA[0-9]{8}-[0-9]{6})");
    private static final AtomicInteger NUMBERS = new AtomicInteger(40_000);

    private static ConfigurableApplicationContext here;
    private static ConfigurableApplicationContext there;
    private static String crm;

    @BeforeAll
    static void startTwoNodes() {
        TestCluster.Fresh database = TestCluster.fresh();
        here = start(database, "here");
        there = start(database, "there");
        crm = here.getBean(Services.class).add(new Services.NewService("crm", "crm", "crm",
                StaffFixture.owner(here), "app-crm", List.of("service.open", PURPOSE), List.of("127.0.0.1/32")), TEST);
    }

    private static ConfigurableApplicationContext start(TestCluster.Fresh database, String node) {
        return new SpringApplicationBuilder(ShouxinServer.class).run("--shouxin.node=" + node,
                "--shouxin.home=" + database.home().resolve(node), "--shouxin.db.url=" + database.url(),
                "--shouxin.db.user=" + database.user(), "--shouxin.db.password=" + database.password(),
                "--shouxin.keys.file=" + database.home().resolve("root.key"),
                "--shouxin.keys.passphrase=the passphrase of both", "--shouxin.keys.iterations=100000",
                "--shouxin.register.initial=classpath:registers/sample.yaml", "--server.port=0",
                "--spring.datasource.hikari.maximum-pool-size=8");
    }

    @AfterAll
    static void stopThem() {
        there.close();
        here.close();
    }

    private static int port(ConfigurableApplicationContext node) {
        return Integer.parseInt(node.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private static People people() {
        return here.getBean(People.class);
    }

    /** Said here; answers when it is committed. */
    private static void suspend(String number, String reason) {
        here.getBean(Suspensions.class).suspend(number, TestReasons.of(reason), TEST);
    }

    private static void lift(String number, String reason) {
        here.getBean(Suspensions.class).lift(number, TestReasons.of(reason), TEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LEAVE", "RISK", "INCIDENT_FREEZE"})
    void endsASessionAtTheNextRequestToEither(String reason) {
        String number = someone(people(), "auditor");
        Browser first = new Browser(port(here));
        first.signIn(number, PASSWORD);
        Browser second = new Browser(port(there));
        second.signIn(number, PASSWORD);
        assertThat(first.at(port(there)).open("/staff").status()).as("one session, both nodes").isEqualTo(200);
        assertThat(second.open("/staff").status()).isEqualTo(200);

        suspend(number, reason);

        assertThat(second.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
        assertThat(first.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
    }

    @Test
    void letsThePersonInToSeeWhyAndToNothingElse() {
        String number = someone(people(), "auditor");
        suspend(number, "TRAINING_OVERDUE");
        Browser browser = new Browser(port(there)).in("zh-CN");
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/standing").body()).contains("培训逾期", "通过逾期的考试后自动恢复", "去办理");
        for (String page : List.of("/staff", "/services", "/register", "/settings", "/keys")) {
            assertThat(browser.open(page).status()).as(page).isEqualTo(403);
        }
        lift(number, "TRAINING_OVERDUE");
        assertThat(browser.open("/staff").status()).as("at the next request, too").isEqualTo(200);
    }

    @Test
    void letsNobodyInForAReasonThatForbidsIt() {
        String number = someone(people(), "auditor");
        suspend(number, "INCIDENT_FREEZE");
        Browser browser = new Browser(port(there));
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo("/sign-in?reason=suspended");
        assertThat(browser.open("/sign-in?reason=suspended").body()).contains("This account is frozen");
        assertThat(browser.open("/standing").where()).startsWith("/sign-in");
        assertThat(browser.signIn(number, "not-" + PASSWORD).where())
                .as("only whoever knows the password learns it").isEqualTo("/sign-in?reason=wrong");
    }

    @Test
    void stopsTheKeysOfWhoeverIsSuspendedAtTheNextRequestToEither() {
        String owner = someone(people(), "auditor");
        String id = "two-" + owner.toLowerCase(Locale.ROOT);
        String key = here.getBean(Services.class).add(new Services.NewService(id, "试验", "Trial", owner, "app-audit",
                List.of(), List.of("127.0.0.1/32")), TEST);
        Browser first = new Browser(port(here));
        Browser second = new Browser(port(there));
        assertThat(first.api(ENTRIES, key).status()).isEqualTo(200);
        assertThat(second.api("/api/v1/standing", key).body()).contains("\"works\":true", "\"owner\":\"answers\"");

        suspend(owner, "RISK");

        Browser.Answer refused = second.api(ENTRIES, key);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("service.refused.owner-suspended", "\"standing\":\"/standing\"");
        assertThat(first.api(ENTRIES, key).status()).isEqualTo(403);
        assertThat(second.api("/api/v1/standing", key).status()).isEqualTo(403);
        Browser own = new Browser(port(there));
        own.signIn(owner, PASSWORD);
        assertThat(own.open("/standing").body()).contains(id, "Key stopped");

        lift(owner, "RISK");
        suspend(owner, "LEAVE");
        assertThat(second.api("/api/v1/standing", key).body()).contains("\"owner\":\"away\"");
    }

    /** A write is compared where it is written, so that even what a node remembers lets nothing out. */
    @Test
    void releasesNothingToAKeyThatWasGoodAMomentAgo() {
        String owner = someone(people(), "auditor");
        String key = here.getBean(Services.class).add(new Services.NewService(
                "shop-" + owner.toLowerCase(Locale.ROOT), "试验", "Trial", owner, "app-crm",
                List.of("service.open", "care.inquiry"), List.of("127.0.0.1/32")), TEST);
        Case about = newCase();
        String reveal = "/api/v1/customers/" + about.customer() + "/reveal";
        String body = "{\"purpose\": \"care.inquiry\", \"fields\": [\"plan\"]}";
        Browser second = new Browser(port(there));
        assertThat(second.api(reveal, key, body).status()).isEqualTo(200);

        suspend(owner, "RISK");

        assertThat(second.api(reveal, key, body).status()).isIn(401, 403);
        assertThat(new Browser(port(here)).api(reveal, key, body).status()).isIn(401, 403);
    }

    @Test
    void whatASuspendedPersonAskedForCannotBeAgreedToOnEither() {
        String agent = someone(people(), "care-agent");
        String officer = someone(people(), "privacy-officer");
        Case about = newCase();
        String id = asked(signedIn(agent, here), about);
        Browser approver = signedIn(officer, there);
        assertThat(approver.open("/approvals").body()).contains(id);

        suspend(agent, "LEAVE");

        assertThat(approver.open("/approvals").body()).contains("The rights of whoever asks");
        assertThat(agree(approver, id).status()).isEqualTo(409);
        assertThat(agree(approver.at(port(here)), id).status()).isEqualTo(409);
        endsVoid(id, "asker-rests");
        assertThat(approver.open("/approvals").body()).contains("Ended by a suspension", id);
        assertThat(approver.open("/approvals/" + id).body()).contains("Void", "The rights of whoever asked rest");
        Browser own = signedIn(agent, there);
        assertThat(own.open("/standing").body()).contains("One request of yours is void.");
        assertThat(own.submit("/standing", "/customers/" + about.customer() + "/approvals", form(about)).body())
                .as("nor is anything new asked for").doesNotContain("/approvals/VA");
        lift(agent, "LEAVE");
        assertThat(agree(approver, id).status()).as("it does not come back to life").isEqualTo(409);
    }

    @Test
    void whatWasAgreedToReleasesNothingWhileOrAfterTheAskerIsSuspended() {
        String agent = someone(people(), "care-agent");
        Case about = newCase();
        Browser desk = signedIn(agent, here);
        String id = asked(desk, about);
        assertThat(agree(signedIn(someone(people(), "privacy-officer"), there), id).status()).isEqualTo(302);

        suspend(agent, "RISK");

        assertThat(view(desk.at(port(there)), about).where()).as("the session").startsWith("/sign-in");
        Browser back = signedIn(agent, there);
        assertThat(view(back, about).body()).doesNotContain(CARD).contains("vault.suspended", "href=\"/standing\"");
        endsVoid(id, "asker-rests");
        lift(agent, "RISK");
        assertThat(view(back, about).body()).doesNotContain(CARD);
    }

    @Test
    void whatASuspendedApproverAgreedToReleasesNothingOnEither() {
        Case about = newCase();
        Browser desk = signedIn(someone(people(), "care-agent"), here);
        String officer = someone(people(), "privacy-officer");
        String id = asked(desk, about);
        agree(signedIn(officer, there), id);

        suspend(officer, "LEAVE");

        assertThat(view(desk.at(port(there)), about).body()).doesNotContain(CARD);
        assertThat(view(desk, about).body()).doesNotContain(CARD);
        endsVoid(id, "approver-rests");
        assertThat(desk.open("/approvals/" + id).body()).contains("The rights of whoever agreed rest since");
        lift(officer, "LEAVE");
        assertThat(view(desk, about).body()).doesNotContain(CARD);
    }

    @Test
    void whatASuspendedPersonProposedTakesNoEffect() {
        String proposer = someone(people(), "security-administrator");
        Registers elsewhere = there.getBean(Registers.class);
        int version = here.getBean(Registers.class).propose(RegisterFixture.sample() + "\n# another\n", "because",
                Entry.Actor.staff(proposer, "security-administrator"));

        suspend(proposer, "INCIDENT_FREEZE");

        Entry.Actor second = Entry.Actor.staff(someone(people(), "privacy-officer"), "privacy-officer");
        assertThatThrownBy(() -> elsewhere.accept(version, second)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.key()).isEqualTo("caller.refused.proposer-rests"));
        assertThat(elsewhere.inForce().version()).isEqualTo(1);
    }

    @Test
    void aRotationOfTheRootKeyIsNotBegunForASuspendedPerson() {
        String proposer = someone(people(), "security-administrator");
        signedIn(proposer, here).submit("/keys", "/keys/proposals/rotate", "reason", "", "factor-proof", PASSWORD);
        long id = here.getBean(JdbcClient.class).sql("SELECT id FROM key_proposal WHERE proposed_by = :who")
                .param("who", proposer).query(Long.class).single();

        suspend(proposer, "INCIDENT_FREEZE");

        Browser second = signedIn(someone(people(), "security-administrator"), there);
        second.submit("/keys", "/keys/proposals/" + id + "/accept", "factor-proof", PASSWORD);
        assertThat(second.open("/keys").body()).contains("The rights of whoever proposed this rest", "/accept");
        assertThat(second.submit("/keys", "/keys/proposals/" + id + "/refuse", "factor-proof", PASSWORD).status())
                .as("to refuse it is no act of theirs").isEqualTo(302);
    }

    private record Case(String customer, String ticket) {}

    private static Case newCase() {
        int number = NUMBERS.incrementAndGet();
        Browser api = new Browser(port(here));
        String customer = text(api.api("/api/v1/customers", crm, """
                {"purpose": "service.open", "fields": {"customer-number": "YL%010d", "name": "欧阳明月",
                 "phone": "164%08d", "plan": "5G 畅享 129 元", "bank-card": "%s"}}""".formatted(number, number, CARD)),
                "/id");
        return new Case(customer, text(api.api("/api/v1/tickets", crm,
                "{\"customer\": \"%s\", \"kind\": \"%s\"}".formatted(customer, PURPOSE)), "/ticket"));
    }

    private static String text(Browser.Answer answer, String pointer) {
        return JsonMapper.shared().readTree(answer.body()).at(pointer).asString();
    }

    private static Browser signedIn(String number, ConfigurableApplicationContext node) {
        Browser browser = new Browser(port(node));
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo("/");
        return browser;
    }

    private static String[] form(Case about) {
        return new String[] {"purpose", PURPOSE, "ticket", about.ticket(), "fields", "bank-card", "kind",
            "bill-dispute", "reason", "账单显示扣款账户有误，需要当面核对后四位以外的号段"};
    }

    private static String asked(Browser desk, Case about) {
        Matcher id = REQUEST.matcher(desk.submit("/password", "/customers/" + about.customer() + "/approvals",
                form(about)).where());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static Browser.Answer agree(Browser approver, String id) {
        return approver.submit("/password", "/approvals/" + id + "/agree", "factor-proof", PASSWORD);
    }

    private static Browser.Answer view(Browser desk, Case about) {
        // The token of a page that is drawn before: who is signed out has the one of the sign-in page.
        String page = desk.open("/password").status() == 200 ? "/password" : "/sign-in";
        return desk.submit(page, "/customers/" + about.customer() + "/reveal", "purpose", PURPOSE, "ticket",
                about.ticket(), "fields", "bank-card");
    }

    /** The nodes sweep by themselves; each look is a round trip, so this is no busy loop. */
    private static void endsVoid(String id, String why) {
        JdbcClient db = here.getBean(JdbcClient.class);
        Instant late = Instant.now().plusSeconds(30);
        while (!state(db, id).equals("VOID")) {
            assertThat(Instant.now()).as("in time").isBefore(late);
        }
        assertThat(db.sql("SELECT void_why FROM approval WHERE id = :id").param("id", id).query(String.class).single())
                .isEqualTo(why.toUpperCase(Locale.ROOT).replace('-', '_'));
        assertThat(here.getBean(Ledger.class).find(LedgerQuery.latest(100)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().map(Entry.ObjectRef::id).filter(id::equals).isPresent())
                .filter(entry -> entry.action().equals("approval.void")))
                .singleElement().satisfies(entry -> assertThat(entry.details()).containsEntry("why", why));
    }

    private static String state(JdbcClient db, String id) {
        return db.sql("SELECT state FROM approval WHERE id = :id").param("id", id).query(String.class).single();
    }
}
