// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleCustomersTest {

    private static final int SIZE = 20_000;
    private static final SampleCustomers CUSTOMERS = new SampleCustomers(7, SIZE);
    private static final List<SampleCustomer> ALL = CUSTOMERS.range(0, SIZE).toList();

    private static final List<String> ALWAYS = List.of("customer-number", "name", "id-type", "id-number",
            "gender", "birth-date", "phone", "address", "service-password", "plan", "contract",
            "tenure-months", "join-date", "monthly-fee", "total-fee", "payment-method", "paperless-billing",
            "internet-service", "credit-grade", "star-level", "imsi", "iccid", "imei", "last-cell");
    private static final List<String> SOMETIMES =
            List.of("email", "contact-phone", "bank-card", "uscc", "company-name");

    @Test
    void givesTheSamePeopleForTheSameSeedWhateverTheSize() {
        List<SampleCustomer> first = ALL.subList(0, 100);
        assertThat(new SampleCustomers(7, 100).range(0, 100)).containsExactlyElementsOf(first);
        assertThat(new SampleCustomers(8, 100).range(0, 100)).doesNotContainAnyElementsOf(first);
    }

    @Test
    void computesEachCustomerAlone() {
        SampleCustomers fresh = new SampleCustomers(7, SIZE);
        assertThat(fresh.customer(19_999)).isEqualTo(ALL.get(19_999));
        assertThat(fresh.customer(3)).isEqualTo(ALL.get(3));
    }

    @Test
    void givesEveryoneTheFieldsOfTheRegister() {
        assertThat(ALL).allSatisfy(customer -> {
            assertThat(customer.fields()).containsKeys(ALWAYS.toArray(String[]::new));
            assertThat(customer.fields().keySet()).allMatch(f -> ALWAYS.contains(f) || SOMETIMES.contains(f));
            assertThat(customer.fields().values()).noneMatch(String::isBlank);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer-number", "phone", "imsi", "iccid", "imei"})
    void neverGivesOneNumberTwice(String field) {
        assertThat(ALL.stream().map(customer -> customer.field(field)).distinct()).hasSize(SIZE);
    }

    @Test
    void keepsContactPhonesApartFromCustomersOwn() {
        Set<String> own = ALL.stream().map(c -> c.field("phone")).collect(Collectors.toSet());
        assertThat(share(c -> own.contains(c.fields().getOrDefault("contact-phone", "")))).isZero();
        assertThat(own).doesNotContain(CUSTOMERS.phone(SIZE), CUSTOMERS.phone(SIZE + 999_999));
    }

    @Test
    void hasThePeopleOfAnOperator() {
        assertThat(share(c -> c.field("name").contains("·"))).isBetween(0.03, 0.05);
        assertThat(share(c -> c.field("name").matches("\\p{IsLatin}.*"))).isBetween(0.015, 0.025);
        assertThat(share(c -> c.field("name").startsWith("王"))).isBetween(0.06, 0.09);
        assertThat(share(c -> c.field("name").startsWith("欧阳"))).isBetween(0.0005, 0.01);
        assertThat(share(c -> c.field("name").length() == 2)).isBetween(0.08, 0.18);
        assertThat(share(c -> c.fields().containsKey("uscc"))).isBetween(0.025, 0.035);
        assertThat(share(c -> c.field("star-level").equals("5"))).isBetween(0.01, 0.12);
        assertThat(share(c -> c.fields().containsKey("email"))).isBetween(0.5, 0.6);
        assertThat(share(c -> c.field("address").startsWith("云岭省云浦市"))).isBetween(0.27, 0.33);
    }

    @Test
    void isNobodyWhomEverybodyKnows() {
        assertThat(ALL.stream().map(c -> c.field("name")))
                .doesNotContainAnyElementsOf(SampleLists.lines("not-these.txt"));
    }

    @Test
    void agreesWithItself() {
        assertThat(ALL).allSatisfy(customer -> {
            LocalDate birth = LocalDate.parse(customer.field("birth-date"));
            String id = customer.field("id-number");
            assertThat(id.substring(6, 14)).isEqualTo(birth.toString().replace("-", ""));
            assertThat((id.charAt(16) - '0') % 2 == 1).isEqualTo(customer.field("gender").equals("男"));
            assertThat(birth.plusYears(16)).isBeforeOrEqualTo(SampleCustomers.RECORDED_ON);
            assertThat(birth.plusYears(91)).isAfter(SampleCustomers.RECORDED_ON);
            assertThat(customer.field("monthly-fee")).matches("\\d+\\.\\d{2}");
            assertThat(customer.field("total-fee")).matches("\\d+\\.\\d{2}");
            assertThat(customer.field("last-cell")).matches("460-99-\\d{4,6}-\\d{1,2}");
            assertThat(customer.fields().getOrDefault("email", "a1@example.com"))
                    .matches("[a-z]+\\d+@example\\.(com|net|org)");
        });
    }

    @Test
    void showsNoValueInItsText() {
        assertThat(ALL.get(0).toString()).contains("phone").doesNotContain(ALL.get(0).field("phone"));
    }

    @Test
    void refusesCustomersOutsideTheSet() {
        assertThatThrownBy(() -> CUSTOMERS.customer(SIZE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CUSTOMERS.customer(-1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SampleCustomers(1, 0)).isInstanceOf(IllegalStateException.class);
    }

    private static double share(Predicate<SampleCustomer> which) {
        return ALL.stream().filter(which).count() / (double) SIZE;
    }
}
