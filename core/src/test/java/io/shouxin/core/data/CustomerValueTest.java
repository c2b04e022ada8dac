// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.secret.PlainAccess;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomerValueTest {

    private static final PlainAccess ACCESS = PlainAccess.granted();

    private static List<CustomerValue> oneOfEach() {
        return List.of(PhoneNumber.parse("16000001234"), ContactPhone.parse("60000000"),
                ResidentId.parse("11010519491231002X"), BankCard.parse("4111111111111111"),
                Imsi.parse("001010123456789"), Imei.parse("490154203237518"),
                Iccid.parse("89860000000000000000"), Uscc.parse("91350100M000100Y43"),
                EmailAddress.parse("wei@example.com"), PersonName.parse("张伟"),
                Address.parse("浙江省杭州市西湖区1号"), CustomerDate.parse("1949-12-31"));
    }

    @Test
    void printsItsKindAndDots() {
        assertThat(oneOfEach()).allSatisfy(value -> assertThat(value)
                .hasToString(value.getClass().getSimpleName() + "(••••)"));
    }

    @Test
    void equalsAnotherWritingOfTheSameValue() {
        assertThat(PhoneNumber.parse("+86 160 0000 1234")).isEqualTo(PhoneNumber.parse("16000001234"))
                .hasSameHashCodeAs(PhoneNumber.parse("16000001234"))
                .isNotEqualTo(PhoneNumber.parse("16000001235"))
                .isNotEqualTo(ContactPhone.parse("16000001234"));
    }

    @Test
    void residentIdTellsTheDayOfBirth() {
        ResidentId id = ResidentId.parse("11010519491231002X", LocalDate.of(2026, 11, 23));
        assertThat(id.birthDate(ACCESS)).isEqualTo(LocalDate.of(1949, 12, 31));
    }

    @Test
    void dateIsADay() {
        assertThat(CustomerDate.parse("20240229").date(ACCESS)).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @Test
    void imeiFromTheNetworkGetsItsCheckDigit() {
        assertThat(Imei.fromNetwork("490154203237510")).isEqualTo(Imei.parse("490154203237518"));
        assertThat(Imei.fromNetwork("490154203237518")).isEqualTo(Imei.parse("490154203237518"));
        assertThat(Imei.fromNetwork("4901542032375100").normal(ACCESS)).hasSize(16);
        assertThatThrownBy(() -> Imei.fromNetwork("490154203237511")).hasMessage("value.imei.check-digit");
    }

    @Test
    void iccidWithoutCheckDigitIsAWarningOnly() {
        assertThat(Iccid.parse("8944500102198304826").luhnHolds(ACCESS)).isTrue();
        assertThat(Iccid.parse("8944500102198304827").luhnHolds(ACCESS)).isFalse();
        assertThat(Iccid.parse("898600000A0000000000").luhnHolds(ACCESS)).isFalse();
    }

    @Test
    void callingCodesHaveOneToThreeDigits() {
        assertThat(List.of("14155550123", "442079460123", "85221234567", "79", "8", ""))
                .map(PhoneNumber::callingCodeLength).containsExactly(1, 2, 3, 1, 1, 0);
    }
}
