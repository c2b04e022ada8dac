// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class SampleOrganisationTest {

    private static final SampleOrganisation ORGANISATION = new SampleOrganisation(7);

    @Test
    void hasTheRolesInTheirNumbers() {
        assertThat(ORGANISATION.staff()).hasSize(120);
        assertThat(ORGANISATION.in(SampleRole.CARE_AGENT)).hasSize(56);
        assertThat(ORGANISATION.in(SampleRole.SHOP_CLERK)).hasSize(30);
        assertThat(ORGANISATION.in(SampleRole.BILLING)).hasSize(10);
        assertThat(ORGANISATION.in(SampleRole.FRAUD)).hasSize(8);
        assertThat(ORGANISATION.in(SampleRole.ANALYST)).hasSize(6);
        assertThat(ORGANISATION.in(SampleRole.SECURITY_ADMINISTRATOR)).hasSize(3);
        assertThat(ORGANISATION.in(SampleRole.SYSTEM_ADMINISTRATOR)).hasSize(3);
        assertThat(ORGANISATION.in(SampleRole.AUDITOR)).hasSize(2);
        assertThat(ORGANISATION.in(SampleRole.PRIVACY_OFFICER)).hasSize(2);
    }

    @Test
    void givesEachPersonANumberOfTheDepartmentAndANameOfTheirOwn() {
        assertThat(ORGANISATION.staff().stream().map(SampleStaff::number).distinct()).hasSize(120);
        assertThat(ORGANISATION.staff().stream().map(SampleStaff::name).distinct()).hasSize(120);
        assertThat(ORGANISATION.staff()).allSatisfy(person -> {
            assertThat(person.number()).matches("[A-Z]{2}\\d{4,5}");
            assertThat(person.department().code()).startsWith(person.number().substring(0, 2));
            assertThat(person.name()).matches("\\p{IsHan}{2,4}");
            assertThat(person.latinName()).matches("[A-Z][a-z]+ [A-Z][a-z']+");
        });
    }

    @Test
    void isATreeWithOneRoot() {
        Set<String> known = new HashSet<>(Set.of(""));
        assertThat(ORGANISATION.departments()).allSatisfy(department -> {
            assertThat(known).contains(department.parent());
            assertThat(department.zh()).matches("\\p{IsHan}+");
            assertThat(department.en()).matches("[A-Z][A-Za-z0-9 -]+");
            known.add(department.code());
        });
        assertThat(ORGANISATION.departments().stream().filter(d -> d.parent().isEmpty())).hasSize(1);
        assertThat(ORGANISATION.departments().stream().filter(d -> d.code().startsWith("YT-"))).hasSize(6);
    }

    @Test
    void keepsThePeopleOfThePicturesAndDrawsTheOthersFromTheSeed() {
        SampleOrganisation again = new SampleOrganisation(7);
        SampleOrganisation other = new SampleOrganisation(8);
        assertThat(again.staff()).isEqualTo(ORGANISATION.staff());
        assertThat(other.staff()).isNotEqualTo(ORGANISATION.staff());
        assertThat(other.byNumber("KF03127").name()).isEqualTo("周敏");
        assertThat(other.byNumber("KF03127").department().zh()).isEqualTo("热线三组");
        assertThat(other.byNumber("SJ0031").role()).isEqualTo(SampleRole.AUDITOR);
        assertThat(other.byNumber("AQ0112").role()).isEqualTo(SampleRole.SECURITY_ADMINISTRATOR);
        assertThat(other.byNumber("HG0008").role()).isEqualTo(SampleRole.PRIVACY_OFFICER);
        assertThat(other.byNumber("FZ0094").role()).isEqualTo(SampleRole.FRAUD);
        assertThat(other.byNumber("YT0451").role()).isEqualTo(SampleRole.SHOP_CLERK);
    }
}
