// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shouxin.core.detect.Detector;
import io.shouxin.core.ledger.Entry;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.factor.FactorFixture;
import io.shouxin.server.factor.Factors;
import io.shouxin.server.factor.Proof;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.staff.DepartmentHeads;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Reveals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A whole small sample, made by a server that was just started. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
    "shouxin.sample.enabled=true", "shouxin.sample.customers=60", "shouxin.sample.days=3"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleIT {

    @Autowired Sample sample;
    @Autowired SampleTable table;
    @Autowired SampleSignIns signIns;
    @Autowired SampleProgress progress;
    @Autowired Ledger ledger;
    @Autowired Customers customers;
    @Autowired People people;
    @Autowired DepartmentHeads heads;
    @Autowired Approvals approvals;
    @Autowired Factors factors;
    @Autowired List<AuthenticationProvider> providers;

    /** A home of its own, for the file with the sign-ins. */
    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) {
        properties.add("shouxin.home", SampleEntries::freshHome);
    }

    @BeforeAll
    void isComplete() throws Exception {
        assertThat(sample.finished().get(3, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void hasItsCustomersPeopleAndDepartments() {
        assertThat(customers.count()).isEqualTo(60);
        assertThat(people.some("", "", "", 0, 500)).hasSize(120);
        assertThat(people.departments()).hasSameSizeAs(new SampleOrganisation(7).departments());
        assertThat(progress.progress()).isEmpty();
        assertThat(customers.standing(table.customers(0, 1)[0]).held())
                .contains("customer-number", "name", "phone", "id-number", "credit-grade");
    }

    @Test
    void marksEveryEntryOfItsWorkWithItsClock() {
        List<Entry> entries = SampleEntries.all(ledger);
        // On the true clock are only what comes before it, its beginning and end, and this class's other tests.
        assertThat(entries).filteredOn(entry -> entry.clock().isEmpty()).extracting(Entry::action)
                .isSubsetOf("register.begin", "sample.begin", "sample.end", "staff.sign-in", "vault.search",
                        "vault.reveal");
        assertThat(entries).filteredOn(entry -> entry.action().equals("sample.begin")).hasSize(1);
        assertThat(entries).filteredOn(entry -> entry.action().equals("sample.end")).hasSize(1);
        assertThat(entries).filteredOn(entry -> entry.clock().isPresent())
                .allSatisfy(entry -> assertThat(entry.clock()).contains("sample"));
    }

    @Test
    void leavesAnEntryForEveryActOfThePlanAndNoOther() {
        SampleRun run = table.run().orElseThrow();
        assertThat(SampleEntries.done(ledger, table, run)).containsExactlyInAnyOrderElementsOf(
                SampleEntries.planned(run));
        assertThat(ledger.find(LedgerQuery.latest(1).withAction(Reveals.ACTION).withActor("app-billing")))
                .isNotEmpty();
        assertThat(ledger.find(LedgerQuery.latest(1).withAction("vault.token"))).isNotEmpty();
    }

    @Test
    void writesSignInsThatOnlyTheOwnerReadsAndThatWork() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(signIns.file())))
                .isEqualTo("rw-------");
        SampleSignIns.Contents contents = signIns.read().orElseThrow();
        assertThat(contents.signIns()).extracting(SampleSignIns.Person::number).doesNotHaveDuplicates().hasSize(10);
        assertThat(contents.signIns().stream().map(SampleSignIns.Person::role).distinct()).hasSize(9);
        assertThat(contents.signIns()).extracting(SampleSignIns.Person::password).doesNotHaveDuplicates()
                .allMatch(password -> password.matches("[a-zA-Z2-9]{16}"));
        assertThat(contents.services()).hasSize(5);
        for (SampleSignIns.Person one : contents.signIns()) {
            assertThat(signIn(one.name(), one.password()).getPrincipal()).isEqualTo(one.number());
        }
        SampleSignIns.Person first = contents.signIns().get(0);
        assertThatThrownBy(() -> signIn(first.name(), first.password() + "x"))
                .isInstanceOf(BadCredentialsException.class);
    }

    @Test
    void givesWhoApprovesAnAppWhoseSecretStandsBesideTheirPassword() {
        List<SampleSignIns.Person> signed = signIns.read().orElseThrow().signIns();
        assertThat(signed).filteredOn(one -> one.totp() != null).extracting(SampleSignIns.Person::role)
                .containsExactlyInAnyOrder("security-administrator", "privacy-officer");
        for (SampleSignIns.Person one : signed) {
            assertThat(factors.has(one.number())).as(one.role()).isEqualTo(one.totp() != null);
            if (one.totp() != null) {
                assertThat(factors.prove(one.number(), new Proof.Code(FactorFixture.app(one.totp()).code()),
                        Factors.Occasion.STEP_UP, Entry.Actor.system("test"))).isEqualTo(Proof.Kind.TOTP);
            }
        }
    }

    @Test
    void givesPasswordsToOnePersonOfEachRoleAndALeaderOnly() {
        assertThat(people.some("", "", "", 0, 500)).filteredOn(Person::hasPassword).hasSize(10);
    }

    @Test
    void saysWhoReportsToWhomAndWhoAnswersForWhat() {
        assertThat(people.find("KF03127").orElseThrow().account().superior()).contains("KF00218");
        assertThat(heads.of("KF-3").map(Person::number)).contains("KF00218");
        assertThat(heads.of("KF")).as("nobody works there").isEmpty();
    }

    /** On the sample's clock, and over on the true one. */
    @Test
    void asksForAgreementAndEndsEveryRequestAsPlanned() {
        List<SampleRequests.Request> planned = SampleEntries.requests(table.run().orElseThrow());
        List<Approval> asked = approvals.since(Instant.EPOCH);
        assertThat(planned).isNotEmpty();
        assertThat(asked).extracting(one -> one.asked().at(), one -> one.request().actor(),
                one -> one.state().name(), one -> one.endedAt().orElseThrow()).containsExactlyInAnyOrderElementsOf(
                        planned.stream().map(one -> tuple(one.askedAt(), one.about().staffNumber(),
                                one.outcome() == SampleRequests.Outcome.AGREED ? "USED" : one.outcome().name(),
                                one.outcome() == SampleRequests.Outcome.AGREED ? one.viewedAt() : one.endedAt()))
                                .toList());
        assertThat(asked).extracting(one -> one.asked().words()).allSatisfy(words ->
                assertThat(Detector.shipped().find(words)).isEmpty());
    }

    @Test
    void servesItsOwnTrafficAndCountsIt() throws Exception {
        SampleTraffic.Result result = SampleTraffic.run(new SampleTraffic.Load(
                URI.create(signIns.read().orElseThrow().address()), signIns.file(), Duration.ofMillis(1), 2));
        assertThat(result.failed()).isZero();
        assertThat(result.searches().count()).isGreaterThanOrEqualTo(2);
        assertThat(result.reveals().count()).isEqualTo(result.searches().count());
        assertThat(result.reveals().p50()).isPositive().isLessThanOrEqualTo(result.reveals().p99());
    }

    private org.springframework.security.core.Authentication signIn(String name, String password) {
        var typed = new UsernamePasswordAuthenticationToken(name, password);
        return providers.stream().filter(one -> one.supports(typed.getClass())).findFirst().orElseThrow()
                .authenticate(typed);
    }
}
