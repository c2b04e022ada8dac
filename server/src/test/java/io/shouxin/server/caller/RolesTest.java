// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which rights may meet in one role, and that every role and right has its words. */
class RolesTest {

    @Test
    void everyRoleWithPermissionsIsListedAndTheOtherWayRound() {
        Set<String> listed = new HashSet<>(Roles.OF_STAFF);
        listed.addAll(Roles.OF_SERVICES);
        assertThat(Permission.roles()).isEqualTo(listed);
    }

    @Test
    void noAdministratorOpensCustomersAndNoTwoGovernTheSame() {
        assertThat(Roles.ADMINISTRATORS).allSatisfy(role ->
                assertThat(Permission.of(role)).noneMatch(Permission::opensCustomers));
        assertThat(Permission.of("auditor")).noneMatch(Permission::governs);
        assertThat(Permission.of("system-administrator")).doesNotContain(Permission.SERVICE_MANAGE,
                Permission.REGISTER_PROPOSE, Permission.REGISTER_ACCEPT, Permission.LEDGER_READ);
        assertThat(Permission.of("security-administrator")).doesNotContain(Permission.STAFF_MANAGE,
                Permission.LEDGER_READ);
    }

    @Test
    void whileSuspendedOnlyWhatTheDoorItselfRefusesIsLeft() {
        Caller caller = new Caller(Caller.Kind.STAFF, "ZZ700001", "试", Set.of("privacy-officer"), Set.of(),
                List.of("RISK"), 0);
        assertThat(caller.permissions()).isNotEmpty().allMatch(Permission::opensCustomers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void everyRoleAndPermissionHasItsWords(String language) {
        ResourceBundleMessageSource words = new ResourceBundleMessageSource();
        words.setBasename("messages/caller");
        words.setDefaultEncoding("UTF-8");
        words.setFallbackToSystemLocale(false);
        Locale locale = Locale.forLanguageTag(language);
        Permission.roles().forEach(role ->
                assertThat(words.getMessage(Roles.key(role), null, locale)).isNotBlank());
        for (Permission one : Permission.values()) {
            assertThat(words.getMessage("caller.permission." + one.code(), null, locale)).isNotBlank();
        }
    }
}
