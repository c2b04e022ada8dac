// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.number;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.OtherNode;
import io.shouxin.server.service.Services;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One natural person with several accounts, an end and a superior, over real HTTP with a real database. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class AccountsIT {

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired Suspensions suspensions;
    @Autowired Contacts contacts;
    @Autowired Services services;
    @Autowired Ledger ledger;
    @Autowired Clock clock;
    @Autowired JdbcClient db;
    @Autowired ApplicationContext context;
    Browser administrator;
    String by;

    @BeforeEach
    void signIn() {
        by = someone(people, "system-administrator");
        administrator = new Browser(port);
        administrator.signIn(by, PASSWORD);
    }

    @Test
    void givesASubAccountASignInAndRolesOfItsOwnAndThePersonsStanding() {
        String main = someone(people, "auditor");
        String sub = addAccount(main, "billing");
        Person account = people.find(sub).orElseThrow();
        assertThat(account.person()).isEqualTo(main);
        assertThat(account.account().system()).hasValue("billing");
        assertThat(account.name()).isEqualTo("秦试");
        assertThat(account.roles()).isEmpty();
        Browser browser = signedIn(sub);
        act(sub, "roles", "role", "auditor");
        assertThat(browser.open("/staff").status()).isEqualTo(200);
        assertThat(administrator.open("/staff/" + main).body())
                .contains(sub, "Sub-account for billing", "Main account");

        suspensions.suspend(sub, TestReasons.of("RISK"), TEST);
        assertThat(soon(() -> browser.open("/staff"))).isEqualTo("/sign-in?reason=expired");
        assertThat(people.find(main).orElseThrow().suspensions()).as("a reason is about the person").hasSize(1);
        assertThat(people.find(sub).orElseThrow().suspensions()).as("of all accounts").hasSize(1);
        suspensions.lift(main, TestReasons.of("RISK"), TEST);
        assertThat(people.find(sub).orElseThrow().suspensions()).isEmpty();
    }

    @Test
    void stopsEverySubAccountWithTheMainAccountAtTheNextRequest() {
        String main = someone(people);
        String sub = addAccount(main, "crm");
        Browser browser = signedIn(sub);
        act(sub, "roles", "role", "auditor");
        assertThat(browser.open("/staff").status()).isEqualTo(200);

        // Not through the door, which ends sessions itself: the request has to notice.
        db.sql("UPDATE staff_person SET active = false, cut_offs = cut_offs + 1 WHERE number = :n").param("n", main)
                .update();
        assertThat(soon(() -> browser.open("/staff"))).isEqualTo("/sign-in?reason=expired");
        assertThat(new Browser(port).signIn(sub, PASSWORD).where()).isEqualTo("/sign-in?reason=wrong");
        assertThat(administrator.open("/staff/" + sub).body()).contains("Main account off");

        db.sql("UPDATE staff_person SET active = true WHERE number = :n").param("n", main).update();
        act(main, "deactivate");
        assertThat(people.find(sub).orElseThrow().roles()).as("its rights went with the person's").isEmpty();
        assertThat(people.find(sub).orElseThrow().hasPassword()).isFalse();
        act(main, "activate");
        assertThat(people.find(sub).orElseThrow().active()).isTrue();
        assertThat(people.find(main).orElseThrow().roles()).isEmpty();
    }

    @Test
    void switchesASubAccountOffAlone() {
        String main = someone(people, "auditor");
        String sub = addAccount(main, "crm");
        act(sub, "deactivate");
        assertThat(people.find(sub).orElseThrow().active()).isFalse();
        assertThat(people.find(main).orElseThrow().roles()).containsExactly("auditor");
        assertThat(administrator.submit("/password", "/staff/" + sub + "/accounts", "account", number(), "system", "x1")
                .status()).as("no sub-account of a sub-account").isEqualTo(409);
    }

    /** Whatever account holds it, and whenever it begins. */
    @ParameterizedTest
    @CsvSource({"auditor, care-agent", "care-agent, system-administrator",
        "security-administrator, system-administrator"})
    void keepsAdministratorsApartAcrossTheAccountsOfOnePerson(String has, String more) {
        String main = someone(people, has);
        String sub = addAccount(main, "crm");
        String later = today().plusDays(30).toString();
        for (String from : List.of("", later)) {
            Browser.Answer answer = administrator.submit("/staff/" + sub, "/staff/" + sub + "/roles", "role", more,
                    "from", from);
            assertThat(answer.status()).as(from).isEqualTo(409);
            assertThat(answer.body()).contains("cannot be combined with another role");
        }
        assertThat(people.find(sub).orElseThrow().roles()).isEmpty();

        act(main, "roles", "role", has, "until", today().plusDays(10).toString());
        act(sub, "roles", "role", more, "from", later);
        assertThat(people.find(sub).orElseThrow().roles()).as("not yet").isEmpty();
    }

    @Test
    void letsNobodyEditTheirOwnRightsThroughAnotherOfTheirAccounts() {
        String main = someone(people, "system-administrator");
        String sub = addAccount(main, "crm");
        Browser self = signedIn(sub);
        act(sub, "roles", "role", "system-administrator");
        for (String act : List.of("roles", "roles/system-administrator/end", "deactivate", "accounts", "change")) {
            Browser.Answer answer = self.submit("/password", "/staff/" + main + "/" + act, "role", "auditor",
                    "account", number(), "system", "x1", "name", "x", "nameEn", "x", "department", "ZZ");
            assertThat(answer.status()).as(act).isEqualTo(403);
            assertThat(answer.body()).as(act).contains("Nobody changes their own rights.");
        }
        assertThat(self.open("/staff/" + main).body()).contains("These are your own rights.");
        assertThat(people.samePerson(main, sub)).isTrue();
        assertThat(people.samePerson(main, by)).isFalse();
    }

    @Test
    void endsAContractorByTheDayInTheOperatorsZoneWithoutAJob() {
        String number = someone(people, "auditor");
        assertThat(change(number, "kind", "contractor").body()).contains("A contractor has a last day.");
        assertThat(change(number, "kind", "contractor", "endsOn", today().toString()).where())
                .isEqualTo("/staff/" + number);
        assertThat(administrator.open("/staff/" + number).body()).contains("Contractor");
        Browser browser = new Browser(port);
        browser.signIn(number, PASSWORD);
        String key = services.add(new Services.NewService("own-" + number.toLowerCase(java.util.Locale.ROOT), "x", "x",
                number, "app-audit", List.of(), List.of("127.0.0.1/32")), TEST);
        assertThat(browser.open("/staff").status()).as("the last day counts").isEqualTo(200);

        Instant lastMoment = today().plusDays(1).atStartOfDay(clock.getZone()).toInstant().minusSeconds(1);
        assertThat(activeAt(number, lastMoment)).isTrue();
        assertThat(activeAt(number, lastMoment.plusSeconds(2))).isFalse();

        db.sql("UPDATE staff_person SET ends_on = :day WHERE number = :n").param("day", today().minusDays(1))
                .param("n", number).update();
        assertThat(soon(() -> browser.open("/staff"))).isEqualTo("/sign-in?reason=expired");
        assertThat(new Browser(port).api("/api/v1/ledger/entries", key).body())
                .contains("service.refused.owner-gone");
        assertThat(new Browser(port).signIn(number, PASSWORD).where()).isEqualTo("/sign-in?reason=wrong");
        assertThat(administrator.open("/staff/" + number).body()).contains("Last day is over");
        assertThat(administrator.submit("/password", "/staff/" + number + "/invitation").status()).isEqualTo(409);
    }

    @Test
    void limitsARoleToItsDays() {
        String number = someone(people);
        act(number, "roles", "role", "fraud", "from", today().plusDays(3).toString(),
                "until", today().plusDays(5).toString());
        assertThat(people.find(number).orElseThrow().roles()).isEmpty();
        for (int day : new int[] {2, 3, 5, 6}) {
            try (OtherNode node = new OtherNode(context, Duration.ofDays(day))) {
                assertThat(StaffFixture.onAnotherNode(context, node).find(number).orElseThrow().roles())
                        .as("day " + day).hasSize(day >= 3 && day <= 5 ? 1 : 0);
            }
        }
        assertThat(administrator.submit("/staff/" + number, "/staff/" + number + "/roles", "role", "billing",
                "from", "2001-01-01").body()).contains("The first day is not in the past.");
        assertThat(administrator.submit("/staff/" + number, "/staff/" + number + "/roles", "role", "billing",
                "until", "soon").body()).contains("A day is written as year-month-day");
    }

    @Test
    void knowsWhoReportsToWhomAndRefusesARing() {
        String top = someone(people);
        String middle = someone(people);
        String low = someone(people);
        String lowSub = addAccount(low, "crm");
        assertThat(change(middle, "superior", top).status()).isEqualTo(302);
        assertThat(change(low, "superior", middle).status()).isEqualTo(302);
        assertThat(people.reportsTo(low, top)).isTrue();
        assertThat(people.reportsTo(lowSub, middle)).isTrue();
        assertThat(people.reportsTo(top, low)).isFalse();
        for (String wrong : List.of(low, top, lowSub, "NO0000")) {
            assertThat(change(top, "superior", wrong).body()).as(wrong)
                    .contains("Whom somebody reports to is another person");
        }
        assertThat(administrator.open("/staff/" + low).body()).contains(">" + middle + "<");
    }

    @Test
    void keepsWhereSomebodyIsReachedSealedAndOutOfTheLedger() {
        String number = someone(people);
        assertThat(change(number, "mail", "qin.shi@staff.example", "mobile", "164 3330 0119").status()).isEqualTo(302);
        assertThat(contacts.of(number)).isEqualTo(new Contact(java.util.Optional.of("qin.shi@staff.example"),
                java.util.Optional.of("16433300119")));
        assertThat(contacts.of(addAccount(number, "crm")).mobile()).hasValue("16433300119");
        assertThat(contacts.of(number).toString()).isEqualTo("Contact");
        assertThat(db.sql("SELECT encode(sealed, 'escape') FROM staff_contact WHERE number = :n").param("n", number)
                .query(String.class).single()).doesNotContain("qin.shi", "16433300119");
        assertThat(ledger.find(LedgerQuery.latest(100).withActor(by)).stream()
                .map(line -> new String(line.bytes(), StandardCharsets.UTF_8)).collect(Collectors.joining()))
                .contains("staff.change-contact", number).doesNotContain("qin.shi", "16433300119", "秦试");
        assertThat(change(number, "mail", "no mail", "mobile", "12").body())
                .contains("This is no mail address.", "A mobile number has 6 to 15 digits");
        for (String nowhere : List.of("+999 555 0143", "+1 202 55", "+86 164 3330 01190 1")) {
            assertThat(change(number, "mail", "", "mobile", nowhere).body()).as(nowhere)
                    .contains("the code of a country");
        }
        assertThat(change(number, "mail", "", "mobile", "+1 202 555 0143").status()).isEqualTo(302);
        assertThat(contacts.of(number).mobile()).hasValue("+12025550143");
        // Another's sealed contact put in this place does not open.
        String other = someone(people);
        db.sql("INSERT INTO staff_contact SELECT :other, sealed FROM staff_contact WHERE number = :n")
                .param("other", other).param("n", number).update();
        assertThat(administrator.open("/staff/" + other + "/change").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsOneSessionAndLeavesTheOthers(boolean oneself) {
        String number = someone(people, "auditor");
        Browser stays = new Browser(port);
        stays.signIn(number, PASSWORD);
        String kept = people.find(number).map(any -> context.getBean(Sessions.class).of(number, null).get(0).handle())
                .orElseThrow();
        Browser goes = new Browser(port);
        goes.signIn(number, PASSWORD);
        String handle = context.getBean(Sessions.class).of(number, null).stream().map(Sessions.Open::handle)
                .filter(one -> !one.equals(kept)).findFirst().orElseThrow();
        Browser who = oneself ? stays : administrator;
        String page = oneself ? "/password" : "/staff/" + number;
        assertThat(who.open(page).body()).contains(page + "/sessions/" + handle + "/end");
        assertThat(who.submit(page, page + "/sessions/" + handle + "/end").where()).isEqualTo(page);
        assertThat(goes.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
        assertThat(stays.open("/staff").status()).isEqualTo(200);
        assertThat(who.submit(page, page + "/sessions/" + handle + "/end").status()).isEqualTo(404);
    }

    private String addAccount(String main, String system) {
        String sub = number();
        assertThat(administrator.submit("/staff/" + main + "/accounts", "/staff/" + main + "/accounts",
                "account", sub, "system", system).where()).isEqualTo("/staff/" + sub);
        return sub;
    }

    private Browser signedIn(String account) {
        people.takeInvitation(people.invite(account, TEST), PASSWORD);
        Browser browser = new Browser(port);
        assertThat(browser.signIn(account, PASSWORD).where()).doesNotContain("reason");
        return browser;
    }

    /** Sends the form of a person with one or two fields changed. */
    private Browser.Answer change(String number, String... fields) {
        java.util.Map<String, String> form = new java.util.LinkedHashMap<>(java.util.Map.of("name", "秦试", "nameEn",
                "Qin Shi", "department", "ZZ", "kind", "employee"));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return administrator.submit("/staff/" + number + "/change", "/staff/" + number + "/change",
                form.entrySet().stream().flatMap(one -> java.util.stream.Stream.of(one.getKey(), one.getValue()))
                        .toArray(String[]::new));
    }

    private void act(String number, String act, String... fields) {
        assertThat(administrator.submit("/staff/" + number, "/staff/" + number + "/" + act, fields).where())
                .as(act).isEqualTo("/staff/" + number);
    }

    private boolean activeAt(String number, Instant at) {
        try (OtherNode node = new OtherNode(context, Duration.between(clock.instant(), at))) {
            return StaffFixture.onAnotherNode(context, node).find(number).orElseThrow().active();
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), clock.getZone());
    }

    /** Where a request is sent once the change has arrived; at most a second is allowed for it. */
    private static String soon(Supplier<Browser.Answer> request) {
        Instant late = Instant.now().plus(Duration.ofSeconds(1));
        Browser.Answer answer = request.get();
        boolean over = false;
        while (answer.status() == 200 && !over) {
            // The one that begins when the time is over counts: it must not pass, however long the others took.
            over = !Instant.now().isBefore(late);
            answer = request.get();
        }
        return answer.where();
    }
}
