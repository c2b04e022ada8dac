// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactRequestTest {

    private static final UUID FIRST = UUID.fromString("0b0e9f6a-7d1f-4c55-8b7e-2f4f3b1f0a01");
    private static final UUID SECOND = UUID.fromString("f3a1c0de-1111-4222-8333-444455556666");
    private static final ExactRequest ONE = new ExactRequest("KF0001", "bank-account", Operation.REVEAL, List.of(FIRST),
            List.of("bank-card", "name"), "care.billing-dispute", Optional.of("GD20261128-000001"), 0, "");

    /** Every way to be another request. */
    static Stream<ExactRequest> others() {
        return Stream.of(
                new ExactRequest("KF0002", ONE.scene(), ONE.operation(), ONE.customers(), ONE.fields(), ONE.purpose(),
                        ONE.ticket(), 0, ""),
                ONE.in("night"),
                new ExactRequest(ONE.actor(), ONE.scene(), Operation.EXPORT, ONE.customers(), ONE.fields(),
                        ONE.purpose(), ONE.ticket(), 0, ""),
                of(List.of(SECOND)), of(List.of(FIRST, SECOND)),
                with("bank-card"), with("bank-card", "name", "phone"), with("bank-cardname"),
                new ExactRequest(ONE.actor(), ONE.scene(), ONE.operation(), ONE.customers(), ONE.fields(),
                        "care.inquiry", ONE.ticket(), 0, ""),
                on(Optional.empty()), on(Optional.of("")), on(Optional.of("GD20261128-000002")),
                new ExactRequest(ONE.actor(), ONE.scene(), ONE.operation(), ONE.customers(), ONE.fields(),
                        ONE.purpose(), ONE.ticket(), 1, ""),
                new ExactRequest(ONE.actor(), ONE.scene(), ONE.operation(), ONE.customers(), ONE.fields(),
                        ONE.purpose(), ONE.ticket(), 0, "csv"));
    }

    private static ExactRequest of(List<UUID> customers) {
        return new ExactRequest(ONE.actor(), ONE.scene(), ONE.operation(), customers, ONE.fields(), ONE.purpose(),
                ONE.ticket(), 0, "");
    }

    private static ExactRequest with(String... fields) {
        return new ExactRequest(ONE.actor(), ONE.scene(), ONE.operation(), ONE.customers(), List.of(fields),
                ONE.purpose(), ONE.ticket(), 0, "");
    }

    private static ExactRequest on(Optional<String> ticket) {
        return new ExactRequest(ONE.actor(), ONE.scene(), ONE.operation(), ONE.customers(), ONE.fields(),
                ONE.purpose(), ticket, 0, "");
    }

    @ParameterizedTest
    @MethodSource("others")
    void anyOtherPart_isAnotherHash(ExactRequest other) {
        assertThat(other.hash()).isNotEqualTo(ONE.hash());
    }

    @Test
    void noTwoOfThem_areTheSame() {
        List<String> hashes = others().map(one -> HexFormat.of().formatHex(one.hash())).toList();

        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void orderAndRepetition_makeNoDifference() {
        ExactRequest written = new ExactRequest(ONE.actor(), ONE.scene(), ONE.operation(), List.of(FIRST, FIRST),
                List.of("name", "bank-card", "name"), ONE.purpose(), ONE.ticket(), 0, "");

        assertThat(written.hash()).isEqualTo(ONE.hash());
    }

    /** Computed once by hand from docs/dual-control.md, with another program. */
    @Test
    void hash_isTheOneOfTheDocument() {
        assertThat(HexFormat.of().formatHex(ONE.hash()))
                .isEqualTo("d62405fa20c73ed6a313d91a0bad663f949c56b3183128e6eb95386799c25a59");
    }

    @Test
    void text_namesNoCustomerAndNoTicket() {
        assertThat(ONE.toString()).doesNotContain(FIRST.toString(), "GD2026", "KF0001");
    }
}
