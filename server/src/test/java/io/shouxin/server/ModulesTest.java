// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.CallerAuthentication;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Repository;

/** The borders of the modules, and what the compiler cannot see of them. */
class ModulesTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.shouxin.server");

    @Test
    void dependOnlyOnWhatTheyDeclare() {
        ApplicationModules.of(ShouxinServer.class).verify();
    }

    @Test
    void keepTheirSqlInOneClass() {
        noClasses().that().areNotAnnotatedWith(Repository.class)
                .should().dependOnClassesThat().belongToAnyOf(JdbcClient.class, JdbcTemplate.class)
                .because("a module's SQL can be read without running it when it lies in its tables' classes")
                .check(OURS);
    }

    @Test
    void openPlainValuesOnlyWhereTheDoorDoes() {
        noClasses().that().resideOutsideOfPackages("..vault..", "..keys..", "..outbox..", "..intake..", "..sample..",
                "..factor..")
                .should().dependOnClassesThat().belongToAnyOf(PlainAccess.class)
                .because("a customer's value or a key in plain has no business elsewhere")
                .check(OURS);
    }

    @Test
    void letOnlyTheSampleActOnAnotherClock() {
        noClasses().that().resideOutsideOfPackages("..sample..")
                .should().callMethod(DoorClock.class, "during", String.class, java.time.Instant.class,
                        java.util.function.Supplier.class)
                .because("an entry's time is the door's, and only simulated work may say otherwise, by name")
                .check(OURS);
    }

    @Test
    void letOnlyTheEntranceSayWhoCameIn() {
        noClasses().that().resideOutsideOfPackages("..entrance..")
                .should().callConstructor(CallerAuthentication.class, Caller.class, java.util.function.Supplier.class)
                .orShould().callMethod(People.class, "passwordHash", String.class)
                .because("whoever makes an authentication or reads a password's hash decides who stands at the door")
                .check(OURS);
    }

    @Test
    void haveNoUtilities() {
        classes().should().haveSimpleNameNotEndingWith("Util").andShould().haveSimpleNameNotEndingWith("Utils")
                .andShould().haveSimpleNameNotEndingWith("Helper").andShould().haveSimpleNameNotEndingWith("Manager")
                .andShould().haveSimpleNameNotEndingWith("Impl")
                .because("such a name says where code was put, not what it is")
                .check(OURS);
    }
}
