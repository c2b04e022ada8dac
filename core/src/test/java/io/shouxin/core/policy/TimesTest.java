// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.Budget;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Periods, hours and networks as a register writes them. */
class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "service-end + 2y, 2024-02-29, 2026-02-28, service-end + 2y",
        "service-end,      2026-11-23, 2026-11-23, service-end",
        "3y,               2026-11-23, 2029-11-23, collected + 3y",
        "collected + 30d,  2026-12-15, 2027-01-14, collected + 30d",
        "consent-end + 1m, 2026-01-31, 2026-02-28, consent-end + 1m",
        // Counted from the month's end, not from the call, and month by month.
        "month-end + 5m,   2026-02-01, 2026-07-31, month-end + 5m",
        "month-end + 5m,   2026-09-30, 2027-02-28, month-end + 5m",
        "month-end + 1y,   2024-02-10, 2025-02-28, month-end + 1y",
        "month-end + 10d,  2026-11-23, 2026-12-10, month-end + 10d",
        "case-end + 12m,   2026-11-23, 2027-11-23, case-end + 12m",
        "30y,              2026-11-23, 2056-11-23, collected + 30y",
    })
    void keep_endsOn(String text, LocalDate event, LocalDate last, String written) {
        Keep keep = Keep.parse(text).orElseThrow();

        assertThat(keep.lastDay(event)).isEqualTo(last);
        assertThat(keep.text()).isEqualTo(written);
        assertThat(Keep.parse(keep.text())).contains(keep);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "forever", "for ever", "0d", "31y", "361m", "99999d", "999999d", "-1y", "2 y",
        "2Y", "2w", "service-end+2y", "service-end + ", "service-end + 0d", "service-end + 2y + 1d", "+ 2y",
        "end + 2y", "２y", "service-end - 2y"})
    void keep_refuses(String text) {
        assertThat(Keep.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mon-fri 09:00-18:00, 2026-11-23T09:00:00+08:00, true",
        "mon-fri 09:00-18:00, 2026-11-23T08:59:59+08:00, false",
        "mon-fri 09:00-18:00, 2026-11-27T17:59:59+08:00, true",
        "mon-fri 09:00-18:00, 2026-11-27T18:00:00+08:00, false",
        "mon-fri 09:00-18:00, 2026-11-28T12:00:00+08:00, false",
        "sat 09:00-12:30,     2026-11-28T12:29:59+08:00, true",
        "18:00-24:00,         2026-11-29T23:59:59+08:00, true",
        "18:00-24:00,         2026-11-29T00:00:00+08:00, false",
    })
    void hours_contain(String text, ZonedDateTime at, boolean inside) {
        Hours hours = Hours.parse(text).orElseThrow();

        assertThat(hours.contains(at)).isEqualTo(inside);
        assertThat(Hours.parse(hours.text())).contains(hours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9:00-18:00", "09:00-09:00", "18:00-09:00", "09:00-24:01", "09:60-10:00",
        "25:00-26:00", "fri-mon 09:00-18:00", "Mon-Fri 09:00-18:00", "day 09:00-18:00", "mon-fri",
        "mon-fri  09:00-18:00"})
    void hours_refuse(String text) {
        assertThat(Hours.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.255.255,   true",
        "10.0.0.0/8,     11.0.0.0,         false",
        "192.168.1.4/30, 192.168.1.7,      true",
        "192.168.1.4/30, 192.168.1.8,      false",
        "127.0.0.1/32,   127.0.0.1,        true",
        "0.0.0.0/0,      203.0.113.9,      true",
        "0.0.0.0/0,      ::1,              false",
        "10.0.0.0/8,     ::ffff:10.1.2.3,  true",
        "fd00::/8,       fdff::1,          true",
        "fd00::/8,       fe00::1,          false",
        "::1/128,        0:0:0:0:0:0:0:1,  true",
        "10.0.0.0/8,     10.0.0.01,        false",
        "10.0.0.0/8,     10.0.0,           false",
        "10.0.0.0/8,     10.0.0.1:80,      false",
        "10.0.0.0/8,     localhost,        false",
        "fd00::/8,       fd00::1%eth0,     false",
        "10.0.0.0/8,     '',               false",
    })
    void network_contains(String block, String address, boolean inside) {
        assertThat(Network.parse(block).orElseThrow().contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.1/8",
        "10.0.0/8", "256.0.0.0/8", "fd00::1/8", "fd00::/129", "fd00::", "example.test/8", ":::/8",
        "10.0.0.0/8/8"})
    void network_refuses(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void words_areWrittenInLowerCaseWithHyphens() {
        assertThat(LegalBasis.LEGAL_DUTY.code()).isEqualTo("legal-duty");
        assertThat(Word.of(Budget.CDR_LODGING_HEALTH_TRANSACTION))
                .isEqualTo("cdr-lodging-health-transaction");
    }
}
