// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Operation;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.reconcile.Careless.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class CarelessTest {

    private static final String GOOD = "客户称扣款账户有误，需要核对完整卡号";
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {GOOD, "客户要求更正扣款账户，须核对后办理", "核对 11 月账单的扣款银行账户",
        "The customer disputes the debit account of the November bill", "Check the account before the refund is paid"})
    void passesWhatSaysSomething(String words) {
        assertThat(Careless.of(words)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"工作需要, SHORT", "查询账号用, SHORT", "need it, SHORT", "。。。工作。。。需要。。。, SHORT"})
    void findsWhatIsTooShort(String words, Fault fault) {
        assertThat(Careless.of(words)).contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"啊啊啊啊啊啊啊啊啊啊", "asdfghjkl asdfghjkl", "工作需要工作需要工作需要工作需要", "１２３４５６７８９０１２３４５６",
        "dfkjh skdjfh wrtpl sdfgh", "qwqwqwqwqwqwqwqwqw", "poiuytrewq something"})
    void findsWhatIsTypedAtRandom(String words) {
        assertThat(Careless.of(words)).contains(Fault.RANDOM);
    }

    @Test
    void findsTheSameWordsForOneCustomerAfterAnother() {
        List<Approval> asked = List.of(request("KF1", GOOD, true), request("KF1", GOOD + " ", true),
                request("KF1", "客户称扣款账户有误， 需要核对完整卡号。", true), request("KF2", GOOD, true));

        assertThat(Careless.among(asked)).hasSize(3)
                .allSatisfy(one -> assertThat(one.faults()).containsExactly(Fault.REPEATED))
                .allSatisfy(one -> assertThat(one.approval().request().actor()).isEqualTo("KF1"));
    }

    @Test
    void findsTheSameCustomerAskedAboutAgainNoFault() {
        Approval one = request("KF1", GOOD, true);
        assertThat(Careless.among(List.of(one, one, one))).isEmpty();
    }

    @Test
    void findsWrongTicketsAndPutsTheWorstFirst() {
        List<Careless.Found> found = Careless.among(List.of(request("KF1", GOOD, false), request("KF2", "工作", false)));

        assertThat(found).extracting(one -> one.approval().request().actor()).containsExactly("KF2", "KF1");
        assertThat(found.get(1).faults()).containsExactly(Fault.TICKET);
    }

    private static Approval request(String who, String words, boolean ticketHeld) {
        return new Approval("VA20261128-000001", new ExactRequest(who, "bank-account", Operation.REVEAL,
                List.of(UUID.randomUUID()), List.of("bank-card"), "care.billing-dispute", Optional.empty(), 0, ""), 1,
                new Approval.Asked("other", words, ticketHeld, NOW, NOW.plusSeconds(900), Duration.ofMinutes(10)), true,
                Approval.State.USED, Optional.empty(), 1, Optional.empty(), Optional.empty());
    }
}
