// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * After some looks about a bill in dispute the agent needs the bank account, and asks somebody to agree. Drawn from
 * the look alone, so that the days' work stays what it is.
 */
final class SampleRequests {

    private static final long KIND = 0x7265717565737473L;
    /** Of a hundred looks about a bill. */
    private static final double ASKED = 4;
    private static final double BY_SUPERIOR = 80;
    private static final List<String> FIELDS = List.of("bank-card");
    private static final Duration LAPSED_AFTER = Duration.ofMinutes(16);

    /** What becomes of it, as often as its weight says. */
    enum Outcome {
        AGREED(74), REFUSED(12), LAPSED(9), WITHDRAWN(5);

        private final int weight;

        Outcome(int weight) {
            this.weight = weight;
        }
    }

    /**
     * One request.
     *
     * @param approver whoever decides; nobody does where it lapses or is withdrawn
     * @param endedAt when it is decided, lapses or is withdrawn; what was agreed to is viewed a little later
     */
    record Request(SampleAct about, String approver, Outcome outcome, String words, Instant askedAt, Instant endedAt) {

        List<String> fields() {
            return FIELDS;
        }

        Instant viewedAt() {
            return endedAt.plusMillis(4_217);
        }
    }

    private static final List<String> REASONS = List.of(
            "客户称%s账单的扣款账户不是本人的，需要核对银行账号",
            "%s代扣重复，银行来函要求核对扣款账号后退款",
            "客户换卡后%s仍从旧账户扣款，核对登记的账号",
            "%s托收失败两次，核对账号是否登记有误",
            "客户申诉%s多扣一笔，退款前核对原扣款账号",
            "客户要求更正%s起的代扣账户，先核对现登记的账号");

    private final long seed;
    private final SampleOrganisation organisation;

    SampleRequests(long seed, SampleOrganisation organisation) {
        this.seed = seed;
        this.organisation = organisation;
    }

    /** The request that follows this act; of most none does. It is over before the ticket is closed. */
    Optional<Request> after(SampleAct act) {
        if (act.kind() != SampleAct.Kind.REVEAL || act.ticket().isEmpty()
                || !act.purpose().equals(SamplePurpose.BILLING_DISPUTE.code())) {
            return Optional.empty();
        }
        SampleDice dice = SampleDice.of(seed, KIND, act.at().toEpochMilli(), act.customer());
        if (!dice.percent(ASKED)) {
            return Optional.empty();
        }
        Outcome outcome = Outcome.values()[dice.weighted(Arrays.stream(Outcome.values())
                .mapToInt(one -> one.weight).toArray())];
        Instant asked = act.at().plusMillis(dice.between(4_000, 9_000));
        String words = dice.one(REASONS).formatted(dice.between(1, 12) + " 月");
        String approver = approver(organisation.byNumber(act.staffNumber()), dice.percent(BY_SUPERIOR));
        Instant ended = outcome == Outcome.LAPSED ? asked.plus(LAPSED_AFTER)
                : asked.plusMillis(dice.between(10_000, 28_000));
        return Optional.of(new Request(act, approver, outcome, words, asked, ended));
    }

    private String approver(SampleStaff asker, boolean superior) {
        return organisation.superior(asker).filter(lead -> superior)
                .orElseGet(() -> organisation.signIn(SampleRole.PRIVACY_OFFICER)).number();
    }
}
