// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.number;
import static io.shouxin.server.staff.StaffFixture.someone;
import static io.shouxin.server.staff.StaffFixture.someoneWithoutPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.OtherNode;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Sessions;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who comes in, who does not, and when the door closes again; over real HTTP with a real database. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class SignInIT {

    private static final Pattern LINK = Pattern.compile("/invitation/([A-Za-z0-9_-]{43})");

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Sessions sessions;
    @Autowired FirstAdministrator firstAdministrator;
    @Autowired Ledger ledger;
    @Autowired ApplicationContext context;
    @Autowired PasswordEncoder passwords;
    @Autowired JdbcClient db;
    @Autowired TransactionTemplate transaction;
    Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = new Browser(port);
    }

    @Test
    void signsInByNumberAndPasswordAndOut() {
        String number = someone(people, "auditor");
        Browser.Answer answer = browser.signIn(number.toLowerCase(java.util.Locale.ROOT), PASSWORD);
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.where()).isEqualTo("/");
        assertThat(browser.open("/staff").body()).contains(number);
        assertThat(actions(number)).containsExactly("staff.sign-in DONE");
        assertThat(people.find(number).orElseThrow().signedInAt()).isPresent();

        assertThat(browser.submit("/staff", "/sign-out").where()).isEqualTo("/sign-in?reason=out");
        assertThat(browser.open("/staff").where()).startsWith("/sign-in");
    }

    @Test
    void goesOnWithThePageThatWasAskedFor() {
        String number = someone(people, "auditor");
        assertThat(browser.open("/services").where()).isEqualTo("/sign-in");
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo("/services");
    }

    @Test
    void givesTheSessionANewIdAndTheCookieItsLimits() {
        String number = someone(people, "auditor");
        browser.open("/sign-in");
        String before = browser.cookie("shouxin-session").orElseThrow().getValue();
        Browser.Answer answer = browser.signIn(number, PASSWORD);
        assertThat(browser.cookie("shouxin-session").orElseThrow().getValue()).isNotEqualTo(before);
        assertThat(answer.header("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Lax", "Path=/");
    }

    @Test
    void locksAfterFiveWrongPasswordsAndAnswersUnknownNumbersAlike() {
        String known = someone(people, "auditor");
        String unknown = number();
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(browser.signIn(known, "wrong-" + attempt).where()).isEqualTo("/sign-in?reason=wrong");
            assertThat(browser.signIn(unknown, "wrong-" + attempt).where()).isEqualTo("/sign-in?reason=wrong");
        }
        assertThat(browser.signIn(known, PASSWORD).where()).isEqualTo("/sign-in?reason=locked");
        assertThat(browser.signIn(unknown, PASSWORD).where()).isEqualTo("/sign-in?reason=locked");
        assertThat(actions(known)).containsOnly("staff.sign-in REFUSED").hasSize(6);
        assertThat(actions(unknown)).isEmpty();
    }

    @Test
    void refusesWhoHasNoPasswordAndWhoIsDeactivated() {
        assertThat(browser.signIn(someoneWithoutPassword(people, "auditor"), "").where())
                .isEqualTo("/sign-in?reason=wrong");
        String gone = someone(people, "auditor");
        people.setActive(gone, false, administrator());
        assertThat(browser.signIn(gone, PASSWORD).where()).isEqualTo("/sign-in?reason=wrong");
    }

    @Test
    void endsTheSessionOfADeactivatedPersonAlsoWhenAnotherNodeSaidSo() {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/staff").status()).isEqualTo(200);

        // The request has to notice.
        StaffFixture.deactivateInTheTable(context, number);
        assertThat(soon(() -> browser.open("/staff"))).isEqualTo("/sign-in?reason=expired");
        assertThat(sessions.of(number, null)).isEmpty();
    }

    @Test
    void endsTheSessionsBegunBeforeASuspensionAndLetsThePersonComeBackToLiftIt() {
        String number = someone(people, "system-administrator");
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/staff/new").status()).isEqualTo(200);

        onAnotherNode(Duration.ZERO, there -> there.suspend(number, TestReasons.of("TRAINING_OVERDUE"), TEST));
        assertThat(soon(() -> browser.open("/staff"))).isEqualTo("/sign-in?reason=expired");

        assertThat(browser.signIn(number, PASSWORD).where()).doesNotContain("reason");
        assertThat(browser.open("/standing").body())
                .contains("Training overdue", "Passing the overdue exam.", "missing of " + number, "/password\"");
        Browser.Answer refused = browser.open("/staff/new");
        assertThat(refused.status()).as("whatever is no customer's rests").isEqualTo(403);
        assertThat(refused.body()).contains("entrance.refused.rests", "href=\"/standing\"");

        suspensions.lift(number, TestReasons.of("TRAINING_OVERDUE"), TEST);
        assertThat(browser.open("/staff/new").status()).isEqualTo(200);
    }

    /** Which was first, the sign-in or the suspension, is not a question for two clocks. */
    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void endsThemWhateverTheClocksOfTheNodesSay(int minutesAhead) {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/staff").status()).isEqualTo(200);

        onAnotherNode(Duration.ofMinutes(minutesAhead),
                there -> there.suspend(number, TestReasons.of("TRAINING_OVERDUE"), TEST));
        assertThat(soon(() -> browser.open("/staff"))).isEqualTo("/sign-in?reason=expired");

        assertThat(browser.signIn(number, PASSWORD).where()).doesNotContain("reason");
        assertThat(browser.open("/standing").status()).as("signed in after it").isEqualTo(200);
    }

    @Test
    void endsASessionAlsoWhereTheSuspensionIsAlreadyLifted() {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        suspensions.suspend(number, TestReasons.of("TRAINING_OVERDUE"), TEST);
        suspensions.lift(number, TestReasons.of("TRAINING_OVERDUE"), TEST);
        assertThat(soon(() -> browser.open("/staff"))).isEqualTo("/sign-in?reason=expired");
    }

    @Test
    void takesAwayARoleAtTheNextRequest() {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/services").status()).isEqualTo(200);
        people.endRole(number, "auditor", administrator());
        assertThat(browser.open("/services").status()).isEqualTo(403);
    }

    @Test
    void tellsAPageAndAPartOfAPageThatTheSessionIsOver() {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        sessions.end(number, null);
        assertThat(browser.post("/password", "present=a&password=b").where())
                .as("a form sent too late").isEqualTo("/sign-in?reason=expired");

        browser.signIn(number, PASSWORD);
        sessions.end(number, null);
        Browser.Answer part = browser.openPart("/staff");
        assertThat(part.status()).isEqualTo(401);
        assertThat(part.header("HX-Redirect")).hasValue("/sign-in?reason=expired");

        browser.signIn(number, PASSWORD);
        sessions.end(number, null);
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
        assertThat(browser.open("/sign-in?reason=expired").body()).contains("Your session has ended");
    }

    @Test
    void endsASessionThatWasIdleTooLong() {
        String number = someone(people, "auditor");
        browser.signIn(number, PASSWORD);
        assertThat(db.sql("SELECT max_inactive_interval FROM spring_session WHERE principal_name = :number")
                .param("number", number).query(Integer.class).single()).isEqualTo(30 * 60);
        db.sql("""
                UPDATE spring_session SET last_access_time = last_access_time - 1801000,
                       expiry_time = expiry_time - 1801000
                WHERE principal_name = :number
                """).param("number", number).update();
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
    }

    @Test
    void refusesAFormWithoutItsTokenWithAPage() {
        String number = someone(people, "system-administrator");
        browser.in("zh-CN").signIn(number, PASSWORD);
        Browser.Answer answer = browser.post("/staff/new", "number=KF03127");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("不允许", "lang=\"zh-CN\"", number);
        assertThat(answer.header("Content-Security-Policy")).isPresent();
    }

    @Test
    void makesTheFirstAdministratorByALinkThatWorksOnce(CapturedOutput output) {
        db.sql("DELETE FROM staff_invitation").update();
        db.sql("DELETE FROM staff_role").update();
        db.sql("DELETE FROM staff_person").update();
        int start = output.getAll().length();
        firstAdministrator.run(new DefaultApplicationArguments());
        String stale = onlyLink(output.getAll().substring(start));
        int before = output.getAll().length();
        firstAdministrator.run(new DefaultApplicationArguments());
        String link = onlyLink(output.getAll().substring(before));

        assertThat(browser.open("/invitation/" + stale).status()).as("replaced by the newer one").isEqualTo(404);
        assertThat(browser.open("/invitation/" + link).body()).contains("ADM001");
        assertThat(invite(link, "short", "short").body()).contains("At least 10 characters");
        assertThat(invite(link, PASSWORD, PASSWORD + "x").body()).contains("The two new passwords differ.");
        assertThat(invite(link, "中".repeat(25), "中".repeat(25)).body())
                .as("75 bytes, of which bcrypt would read 72").contains("at most 72 bytes");
        Browser late = new Browser(port);
        Browser.Answer form = late.open("/invitation/" + link);
        assertThat(form.status()).isEqualTo(200);
        assertThat(invite(link, PASSWORD, PASSWORD).where()).isEqualTo("/sign-in");

        assertThat(browser.open("/invitation/" + link).status()).isEqualTo(404);
        assertThat(late.submit("/sign-in", "/invitation/" + link, "password", PASSWORD, "repeated", PASSWORD).status())
                .as("used up").isEqualTo(409);
        assertThat(browser.signIn("ADM001", PASSWORD).where()).doesNotContain("reason");
        assertThat(people.find("ADM001").orElseThrow().roles()).containsExactly("system-administrator");

        int after = output.getAll().length();
        firstAdministrator.run(new DefaultApplicationArguments());
        assertThat(output.getAll().substring(after)).as("somebody can sign in now").doesNotContain("/invitation/");
    }

    @Test
    void refusesALinkThatIsTooOldOrWhosePersonIsDeactivated() {
        String number = someoneWithoutPassword(people, "auditor");
        String old = people.invite(number, TEST);
        db.sql("UPDATE staff_invitation SET valid_until = now() WHERE number = :number")
                .param("number", number).update();
        assertThat(browser.in("zh-CN").open("/invitation/" + old).body()).contains("这个链接已经用过、过期");

        String link = people.invite(number, TEST);
        people.setActive(number, false, administrator());
        assertThat(browser.open("/invitation/" + link).status()).isEqualTo(404);
    }

    @Test
    void changesOnesOwnPasswordAndEndsTheOtherSessions() {
        String number = someone(people, "care-agent");
        Browser other = new Browser(port);
        other.signIn(number, PASSWORD);
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/password").body()).contains("Another session");

        Browser.Answer wrong = browser.submit("/password", "/password",
                "present", "not-this-one", "password", "yunqi-yuchu-7788", "repeated", "yunqi-yuchu-7788");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("The present password is not right.").doesNotContain("yunqi", "not-this");
        Browser.Answer changed = browser.submit("/password", "/password",
                "present", PASSWORD, "password", "yunqi-yuchu-7788", "repeated", "yunqi-yuchu-7788");
        assertThat(changed.body()).contains("Password changed").doesNotContain("yunqi", "Another session");

        assertThat(browser.open("/password").status()).isEqualTo(200);
        assertThat(other.open("/password").where()).isEqualTo("/sign-in?reason=expired");
        assertThat(new Browser(port).signIn(number, PASSWORD).where()).isEqualTo("/sign-in?reason=wrong");
        assertThat(actions(number)).contains("staff.set-password DONE");
    }

    private Browser.Answer invite(String link, String password, String repeated) {
        return browser.submit("/invitation/" + link, "/invitation/" + link,
                "password", password, "repeated", repeated);
    }

    private static String onlyLink(String printed) {
        List<String> lines = printed.lines().filter(line -> line.contains("/invitation/")).toList();
        assertThat(lines).hasSize(1);
        Matcher link = LINK.matcher(lines.get(0));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    /** What suspends people as another node on the same database has it, with a memory and a clock of its own. */
    private void onAnotherNode(Duration ahead, Consumer<Suspensions> act) {
        try (OtherNode node = new OtherNode(context, ahead)) {
            Suspensions there = StaffFixture.suspensionsOnAnotherNode(context, node);
            transaction.executeWithoutResult(status -> act.accept(there));
        }
    }

    /** Where a request is sent once the other node's change has arrived; at most a second is allowed for it. */
    private static String soon(Supplier<Browser.Answer> request) {
        Instant late = Instant.now().plus(Duration.ofSeconds(1));
        Browser.Answer answer = request.get();
        boolean over = false;
        while (answer.status() == 200 && !over) {
            // The one that begins when the second is over counts: it must not pass, however long the others took.
            over = !Instant.now().isBefore(late);
            answer = request.get();
        }
        return answer.where();
    }

    private List<String> actions(String number) {
        return ledger.find(LedgerQuery.latest(100).withActor(number)).stream().map(Ledger.Line::entry)
                .map(entry -> entry.action() + " " + entry.outcome()).toList();
    }

    private static Caller administrator() {
        return new Caller(Caller.Kind.STAFF, "XT9999", "试", java.util.Set.of("system-administrator"),
                java.util.Set.of(), List.of(), 0);
    }
}
