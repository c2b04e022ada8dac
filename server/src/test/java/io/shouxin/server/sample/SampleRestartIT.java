// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.vault.Customers;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A sample whose making ends again and again, in a server that does not make one by itself. */
@SpringBootTest(properties = {"shouxin.sample.enabled=false", "shouxin.sample.customers=450",
    "shouxin.sample.days=2", "shouxin.register.initial="})
class SampleRestartIT {

    private static final int ENDS_MAX = 60;

    @Autowired SampleSettings settings;
    @Autowired Sample.Parts parts;
    @Autowired SampleProgress progress;
    @Autowired SampleEnding ending;
    @Autowired SampleTable table;
    @Autowired SampleSignIns signIns;
    @Autowired Ledger ledger;
    @Autowired Customers customers;
    @Autowired Optional<Sample> running;

    /** A home of its own, for the file with the sign-ins. */
    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) {
        properties.add("shouxin.home", SampleEntries::freshHome);
    }

    @Test
    void goesOnWhereItWasWithoutDoingAnythingTwice() throws Exception {
        assertThat(running).isEmpty();
        SampleRun run = parts.founding().found(settings);
        assertThat(parts.founding().found(settings)).isEqualTo(run);
        Random random = new Random(7);
        int ends = 0;
        while (!finished(SamplePhase.CUSTOMERS)) {
            parts.intake().run(run, after(random.nextInt(6)));
            assertThat(++ends).isLessThan(ENDS_MAX);
        }
        while (!finished(SamplePhase.WORK)) {
            // Each time a little later in the day: the acts before are passed over, and asked about as well.
            parts.history().run(run, after(ends / 2 + random.nextInt(3)));
            assertThat(++ends).isLessThan(ENDS_MAX);
        }
        assertThat(ends).isGreaterThan(3);
        new Sample(settings, parts, progress, ending).run();
        new Sample(settings, parts, progress, ending).run();

        assertThat(customers.count()).isEqualTo(450);
        assertThat(table.customers(0, 450)).doesNotHaveDuplicates().doesNotContainNull();
        List<Entry> entries = SampleEntries.all(ledger);
        assertThat(entries).filteredOn(one -> one.action().equals(Customers.COLLECT)).hasSize(3 * 450);
        assertThat(entries).filteredOn(one -> one.customer().isPresent() && !one.action().equals(Customers.COLLECT))
                .extracting(Entry::at, Entry::actor, Entry::action, Entry::customer).doesNotHaveDuplicates();
        assertThat(entries).filteredOn(one -> one.action().equals("sample.end")).hasSize(1);
        assertThat(SampleEntries.done(ledger, table, run))
                .containsExactlyInAnyOrderElementsOf(SampleEntries.planned(run));
        keepsTheFileAndMakesALostOneAnew(run);
    }

    /** Says stop at the given time of asking. */
    private static BooleanSupplier after(int asked) {
        int[] left = {asked};
        return () -> {
            synchronized (left) {
                return left[0]-- <= 0;
            }
        };
    }

    private boolean finished(SamplePhase phase) {
        return table.position(phase).filter(SampleTable.Position::finished).isPresent();
    }

    private void keepsTheFileAndMakesALostOneAnew(SampleRun run) throws Exception {
        SampleSignIns.Contents before = signIns.read().orElseThrow();
        parts.founding().found(settings);
        assertThat(signIns.read()).contains(before);
        Files.delete(signIns.file());
        assertThat(parts.founding().found(settings)).isEqualTo(run);
        SampleSignIns.Contents after = signIns.read().orElseThrow();
        assertThat(after.signIns()).hasSameSizeAs(before.signIns()).doesNotContainAnyElementsOf(before.signIns());
        assertThat(after.services()).doesNotContainAnyElementsOf(before.services());
    }
}
