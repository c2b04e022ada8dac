// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;

import io.shouxin.server.entrance.TrialIssuer.Signing;
import io.shouxin.server.staff.Browser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a provider, or whoever stands between, may send: nobody comes in by it. */
class OidcTokenIT extends ComesByProvider {

    /** What does not hold, however it does not. */
    enum Lie {
        NO_SIGNATURE(Signing.NONE, says -> says), SHARED_SECRET(Signing.SHARED_SECRET, says -> says),
        UNKNOWN_KEY(Signing.UNKNOWN_KEY, says -> says), WRONG_KEY(Signing.WRONG_KEY, says -> says),
        OTHER_NONCE(says -> says.claim("nonce", "b".repeat(43))), NO_NONCE(says -> says.claim("nonce", null)),
        OTHER_ISSUER(says -> says.issuer("http://localhost:1")), NO_ISSUER(says -> says.issuer(null)),
        OTHER_AUDIENCE(says -> says.audience("another")), NO_AUDIENCE(says -> says.audience((String) null)),
        FOREIGN_PARTY(says -> says.claim("azp", "another")),
        TWO_AUDIENCES(says -> says.audience(List.of(TrialIssuer.CLIENT, "another"))),
        EXPIRED(says -> says.expirationTime(Date.from(Instant.now().minusSeconds(90)))),
        WITHOUT_END(says -> says.expirationTime(null)),
        FROM_THE_FUTURE(says -> says.issueTime(Date.from(Instant.now().plusSeconds(120)))),
        NO_SUBJECT(says -> says.subject(null)), BLANK_SUBJECT(says -> says.subject(" "));

        final Signing signing;
        final UnaryOperator<JWTClaimsSet.Builder> how;

        Lie(UnaryOperator<JWTClaimsSet.Builder> how) {
            this(Signing.RIGHT, how);
        }

        Lie(Signing signing, UnaryOperator<JWTClaimsSet.Builder> how) {
            this.signing = signing;
            this.how = how;
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesATokenThatDoesNotHold(Lie lie) {
        String number = someone(people, "auditor");
        long before = provider().size();
        String back = ISSUER.signIn(leaves("/sign-in/provider"), lie.signing,
                says -> lie.how.apply(as(number).apply(says)));
        assertThat(browser.open(back).where()).isEqualTo("/sign-in?reason=provider-invalid");
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in");
        assertThat(entries(number)).isEmpty();
        assertThat(provider().size()).isEqualTo(before + 1);
        assertThat(provider().get(0)).isEqualTo("staff.sign-in REFUSED provider-invalid");
    }

    @Test
    void refusesWhatWasNotBegunHereOrComesTwice() {
        String number = someone(people, "auditor");
        String right = back(number);
        assertThat(new Browser(port).open(right).where()).as("at another browser")
                .isEqualTo("/sign-in?reason=provider-again");
        assertThat(browser.open(right).where()).isEqualTo("/");
        assertThat(browser.open(right).where()).as("the same once more").isEqualTo("/sign-in?reason=provider-again");
        assertThat(browser.open("/staff").status()).as("the session stands").isEqualTo(200);

        browser = new Browser(port);
        String used = right.replaceAll("state=.*", "state="
                + TrialIssuer.asked(leaves("/sign-in/provider")).get("state"));
        assertThat(browser.open(used).where()).as("a code that was used").isEqualTo("/sign-in?reason=provider-again");
        for (UnaryOperator<String> wrong : List.<UnaryOperator<String>>of(
                one -> one.replaceAll("state=.*", "state=another"), one -> one.replaceAll("&state=.*", ""),
                one -> one.replaceAll("code=[^&]*&", ""), one -> one + "&iss=https://elsewhere.example",
                one -> one.replaceAll("code=[^&]*", "error=access_denied"), one -> one + "&error=server_error")) {
            assertThat(browser.open(wrong.apply(back(number))).where()).isEqualTo("/sign-in?reason=provider-again");
        }
        assertThat(browser.open("/sign-in?reason=provider-again").body()).contains("did not come to an end");
        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in");
    }

    @Test
    void refusesAnAnswerToAQuestionThatIsTooOld() {
        String number = someone(people, "auditor");
        String late = back(number);
        db.sql("UPDATE spring_session SET last_access_time = last_access_time - 1801000, expiry_time = 1").update();
        assertThat(browser.open(late).where()).isEqualTo("/sign-in?reason=provider-again");
    }

    static Stream<Object> notNumbers() {
        return Stream.of("", " ", 710001, List.of("ZZ710001", "ZZ710002"), List.of("ZZ710001"), Map.of("a", "ZZ710001"),
                true, "zz710001", "Zz710001", " ZZ710001", "ZZ710001 ", "ZZ710001\n", "ＺＺ710001", "ZZ71000１",
                "ZZ710001,ZZ710002", "秦试", "'; DROP TABLE staff_person; --", "A".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("notNumbers")
    void refusesWhatIsNoStaffNumber(Object claim) {
        assertThat(come(says -> says.subject("x").claim(TrialIssuer.CLAIM, claim)).where())
                .isEqualTo("/sign-in?reason=provider-number");
        assertThat(provider().get(0)).isEqualTo("staff.sign-in REFUSED provider-number");
    }

    @Test
    void refusesWhoHasNoStaffNumberThereAndTakesNoOtherClaimForIt() {
        String number = someone(people, "auditor");
        assertThat(come(says -> says.subject(number).claim("preferred_username", number).claim("sub", number)).where())
                .isEqualTo("/sign-in?reason=provider-number");
        assertThat(browser.in("zh-CN").open("/sign-in?reason=provider-number").body()).contains("没有给出你的工号");
    }

    @Test
    void refusesWhileTheProviderIsAwayAndLetsPasswordsIn() {
        String number = someone(people, "auditor");
        String back = back(number);
        ISSUER.answerTokensWith(503);
        assertThat(browser.open(back).where()).isEqualTo("/sign-in?reason=provider-away");
        assertThat(browser.open("/sign-in?reason=provider-away").body()).contains("does not answer");
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo("/");
    }
}
