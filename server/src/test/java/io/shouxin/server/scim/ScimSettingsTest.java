// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Which roles a group may be said to give. */
class ScimSettingsTest {

    @Test
    void namesTheRoleOfAGroupInAnyCaseOfLetters() {
        ScimSettings settings = new ScimSettings(List.of("Hotline = day=care-agent", "Fraud=fraud"), "NEW");
        assertThat(settings.roleOf("HOTLINE = DAY")).hasValue("care-agent");
        assertThat(settings.roleOf("fraud")).hasValue("fraud");
        assertThat(settings.roleOf("Hotline")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X=system-administrator", "X=security-administrator", "X=auditor", "X=privacy-officer",
        "X=app-crm", "X=nobody", "X=", "=care-agent", "care-agent"})
    void refusesARoleThatGovernsOrIsNoPersons(String mapping) {
        assertThatThrownBy(() -> new ScimSettings(List.of(mapping), "NEW"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("shouxin.scim.roles");
    }

    @Test
    void refusesADepartmentThatIsNoCode() {
        assertThatThrownBy(() -> new ScimSettings(List.of(), "not assigned"))
                .hasMessageContaining("shouxin.scim.department");
    }
}
