// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.Given;
import io.shouxin.core.ledger.EntryId;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Register;
import io.shouxin.server.register.RegisterFixture;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a proposal would have changed, told by entries alone. */
class ReplayTest {

    private static final Instant MONDAY_MORNING = Instant.parse("2026-11-23T02:00:00Z");
    private static final Instant MONDAY_NIGHT = Instant.parse("2026-11-23T14:00:00Z");
    private static final Register SAMPLE = RegisterFixture.read(RegisterFixture.sample());
    private static final Register CHANGED = RegisterFixture.read(RegisterFixture.changed());

    private final SecureRandom random = new SecureRandom();

    @Test
    void saysNothingWhereNothingChanges() {
        Replay replay = new Replay(version -> Optional.of(SAMPLE), 1, SAMPLE);
        replay.add(1, reveal(1, "phone", Given.MASKED, "policy.rule"));
        ReplayResult result = replay.result(MONDAY_MORNING, MONDAY_NIGHT);
        assertThat(result.unchanged()).isEqualTo(1);
        assertThat(result.changed()).isZero();
        assertThat(result.lines()).isEmpty();
    }

    @Test
    void leavesAloneWhatTheAskersStandingRefused() {
        Replay replay = new Replay(version -> Optional.of(SAMPLE), 1, CHANGED);
        replay.add(1, reveal(1, "phone", Given.REFUSED, "standing.suspended"));
        assertThat(replay.result(MONDAY_MORNING, MONDAY_NIGHT).unchanged()).isEqualTo(1);
    }

    @Test
    void countsAMissingValueAsNothingGiven() {
        Replay replay = new Replay(version -> Optional.of(SAMPLE), 1, CHANGED);
        replay.add(1, reveal(1, "phone", Given.REFUSED, "policy.not-held"));
        replay.add(2, reveal(1, "address", Given.REFUSED, "policy.not-held"));
        assertThat(replay.result(MONDAY_MORNING, MONDAY_NIGHT).unchanged()).isEqualTo(2);
    }

    @Test
    void claimsNothingWhereTheRegisterOfThenGivesSomethingElse() {
        Replay replay = new Replay(version -> Optional.of(SAMPLE), 1, CHANGED);
        replay.add(1, reveal(1, "phone", Given.CLEAR, "policy.rule"));
        ReplayResult result = replay.result(MONDAY_MORNING, MONDAY_NIGHT);
        assertThat(result.unclear()).isEqualTo(1);
        assertThat(result.changed()).isZero();
    }

    @Test
    void doesNotBlameAProposalForWhatAnEarlierVersionChanged() {
        Map<Integer, Register> versions = Map.of(1, SAMPLE, 2, CHANGED);
        Replay replay = new Replay(version -> Optional.ofNullable(versions.get(version)), 2, CHANGED);
        replay.add(1, reveal(1, "phone", Given.MASKED, "policy.rule"));
        replay.add(2, reveal(2, "phone", Given.CLEAR, "policy.rule"));
        assertThat(replay.result(MONDAY_MORNING, MONDAY_NIGHT).unchanged()).isEqualTo(2);
    }

    @Test
    void keepsHoursApartThatARegisterKeepsApart() {
        Register hours = RegisterFixture.read(RegisterFixture.sample().replace(
                "    collects: [contact-phone, email, note-free]\n    needs: {ticket: true}",
                "    collects: [contact-phone, email, note-free]\n"
                        + "    needs: {ticket: true, hours: mon-fri 08:30-18:00}"));
        Replay replay = new Replay(version -> Optional.of(SAMPLE), 1, hours);
        replay.add(1, reveal(1, "phone", Given.MASKED, "policy.rule", MONDAY_MORNING));
        replay.add(2, reveal(1, "phone", Given.MASKED, "policy.rule", MONDAY_NIGHT));
        ReplayResult result = replay.result(MONDAY_MORNING, MONDAY_NIGHT);
        assertThat(result.unchanged()).isEqualTo(1);
        assertThat(result.lines()).singleElement().satisfies(line -> {
            assertThat(line.after()).isEqualTo(Form.REFUSED);
            assertThat(line.examples()).containsExactly(2L);
        });
    }

    @Test
    void countsEntriesThatDoNotSayEnough() {
        Replay replay = new Replay(version -> Optional.of(SAMPLE), 1, CHANGED);
        replay.add(1, Entry.about(Entry.Actor.service("crm"), "vault.reveal", MONDAY_MORNING)
                .purpose("care.inquiry").entry(EntryId.next(MONDAY_MORNING, random)));
        ReplayResult result = replay.result(MONDAY_MORNING, MONDAY_NIGHT);
        assertThat(result.unreadable()).isEqualTo(1);
        assertThat(result.reveals()).isZero();
    }

    @Test
    void namesTheEffectByWhatComesOut() {
        assertThat(ReplayResult.Effect.of(Form.REFUSED, Form.MASKED)).isEqualTo(ReplayResult.Effect.OPENED);
        assertThat(ReplayResult.Effect.of(Form.MASKED, Form.CLEAR)).isEqualTo(ReplayResult.Effect.OPENED);
        assertThat(ReplayResult.Effect.of(Form.CLEAR, Form.REFUSED)).isEqualTo(ReplayResult.Effect.REFUSED);
        assertThat(ReplayResult.Effect.of(Form.TOKEN, Form.MASKED)).isEqualTo(ReplayResult.Effect.MASKED);
        assertThat(ReplayResult.Effect.of(Form.CLEAR, Form.TOKEN)).isEqualTo(ReplayResult.Effect.TOKEN);
    }

    @Test
    void decidesManyInLittleTime() {
        Replay replay = new Replay(version -> Optional.of(SAMPLE), 1, CHANGED);
        Entry entry = reveal(1, "phone", Given.MASKED, "policy.rule");
        int times = 200_000;
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) {
            replay.add(i, entry);
        }
        long perSecond = times * 1_000_000_000L / (System.nanoTime() - began);
        System.out.printf("replay: %,d reveals/s after parsing%n", perSecond);
        assertThat(replay.result(MONDAY_MORNING, MONDAY_NIGHT).opened()).isEqualTo(times);
    }

    private Entry reveal(int version, String field, Given form, String reason) {
        return reveal(version, field, form, reason, MONDAY_MORNING);
    }

    private Entry reveal(int version, String field, Given form, String reason, Instant at) {
        return Entry.about(Entry.Actor.staff("KF00001", "care-agent"), "vault.reveal", at)
                .purpose("care.inquiry").ticket("GD1").register(version)
                .customer(RegisterFixture.customer(1)).field(field, form, List.of(reason))
                .detail("roles", "care-agent").detail("channel", "staff").detail("ticket-state", "GOOD")
                .detail("state", "ACTIVE").entry(EntryId.next(at, random));
    }
}
