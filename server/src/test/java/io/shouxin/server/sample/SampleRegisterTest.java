// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.core.data.ValueType;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** The sample's people fit the sample's register: what it calls a field, what it lets a role do. */
class SampleRegisterTest {

    private static final Map<String, Object> REGISTER = register();

    @Test
    void everyValueIsOfItsFieldsType() {
        Map<String, Object> fields = part(REGISTER, "fields");
        List<SampleCustomer> customers = new SampleCustomers(7, 3000).range(0, 3000).toList();
        Set<String> seen = new HashSet<>();
        for (SampleCustomer customer : customers) {
            customer.fields().forEach((name, value) -> {
                seen.add(name);
                ValueType type = ValueType.ofCode((String) part(fields, name).get("type")).orElseThrow();
                assertThatCode(() -> type.read(value)).as(name).doesNotThrowAnyException();
            });
        }
        // Free notes are the only field that nobody in the sample has.
        seen.add("note-free");
        assertThat(seen).isEqualTo(fields.keySet());
    }

    @Test
    void everyRoleMayUseThePurposesOfItsWork() {
        List<?> rules = (List<?>) REGISTER.get("rules");
        assertThat(Arrays.asList(SamplePurpose.values())).allSatisfy(purpose ->
                assertThat(rules).anyMatch(rule -> names(rule, "role", purpose.role().code())
                        && names(rule, "purpose", purpose.code())));
        assertThat(part(REGISTER, "roles").keySet())
                .containsAll(Arrays.stream(SampleRole.values()).map(SampleRole::code).toList());
    }

    @Test
    void onlyWorkThatNeedsNoTicketHasNone() {
        Map<String, Object> purposes = part(REGISTER, "purposes");
        assertThat(Arrays.asList(SamplePurpose.values())).allSatisfy(purpose -> {
            boolean needed = String.valueOf(part(purposes, purpose.code()).get("needs")).contains("ticket=true");
            assertThat(needed && purpose.ticketPrefix().isEmpty()).isFalse();
        });
    }

    @Test
    void consentIsGivenOnlyWhereThePurposeRestsOnIt() {
        SampleCustomers customers = new SampleCustomers(7, 2000);
        Map<String, Object> purposes = part(REGISTER, "purposes");
        int agreed = 0;
        for (int i = 0; i < customers.size(); i++) {
            Set<String> consents = customers.consents(i);
            assertThat(consents).allMatch(code -> names(purposes.get(code), "basis", "consent"));
            agreed += consents.contains("analytics.usage") ? 1 : 0;
        }
        assertThat(agreed).isBetween(1_380, 1_580);
    }

    private static boolean names(Object mapping, String key, String value) {
        return mapping instanceof Map<?, ?> map && value.equals(map.get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> of, String key) {
        return (Map<String, Object>) Objects.requireNonNull(of.get(key), key);
    }

    private static Map<String, Object> register() {
        try (InputStream in = SampleRegisterTest.class.getResourceAsStream("/registers/sample.yaml")) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
