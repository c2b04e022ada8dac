// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jmolecules.event.types.DomainEvent;
import org.junit.jupiter.api.Test;

/** Events are stored as plain JSON until every listener is done: they carry ids and times, never text. */
class EventsTest {

    @Test
    void carryIdentifiersAndTimesButNoText() {
        fields().that().areDeclaredInClassesThat().implement(DomainEvent.class)
                .should().notHaveRawType(String.class)
                .andShould().notHaveRawType(Object.class)
                .andShould().notHaveRawType(java.util.Map.class)
                .because("events are stored in event_publication as plain JSON")
                .allowEmptyShould(true)
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.shouxin.server"));
    }
}
