// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import io.shouxin.core.ledger.Entry.CustomerRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** A ledger of real entries about made-up customers, with a census now and then. */
final class CensusFixture {

    private static final Instant AT = Instant.parse("2026-11-25T08:00:00Z");

    final List<byte[]> entries = new ArrayList<>();
    final List<CustomerRef> customers = new ArrayList<>();
    private final Random random;

    CensusFixture(long seed, int customers) {
        this.random = new Random(seed);
        for (int i = 0; i < customers; i++) {
            byte[] reference = new byte[32];
            random.nextBytes(reference);
            this.customers.add(new CustomerRef(reference));
        }
    }

    CensusFixture with(int count) {
        for (int i = 0; i < count; i++) {
            Entry.Draft draft = Entry.about(Entry.Actor.staff("A10086", "care-agent"), "customer.reveal",
                    AT.plusSeconds(entries.size())).field("phone", Entry.Given.MASKED, List.of("policy.rule.masked"))
                    .detail("customer", "00".repeat(32));
            if (random.nextInt(4) > 0) {
                draft.customer(customers.get(random.nextInt(customers.size())));
            }
            append(draft);
        }
        return this;
    }

    CensusFixture append(Entry.Draft draft) {
        entries.add(draft.entry(EntryId.next(AT, random)).bytes());
        return this;
    }

    /** Takes a census that lags so many entries behind. */
    CensusFixture census(int lag) {
        return append(take(entries.size() - lag, 1).draft(Entry.Actor.system("ledger"), AT));
    }

    Census take(int size, int passes) {
        return Census.take(size, lines(), passes);
    }

    Supplier<Iterator<Verifier.Line>> lines() {
        return () -> {
            Iterator<byte[]> all = List.copyOf(entries).iterator();
            return new Iterator<>() {
                private long next;

                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public Verifier.Line next() {
                    return new Verifier.Line(next++, all.next());
                }
            };
        };
    }

    Supplier<Iterator<CustomerTally>> tallies(int size) {
        Census.Tallies tallies = new Census.Tallies(0, 1);
        Iterator<Verifier.Line> lines = lines().get();
        for (int i = 0; i < size; i++) {
            tallies.count(lines.next());
        }
        return tallies::all;
    }

    /** The receipt of an entry in the tree of all of them, with its bytes. */
    TlogProof receipt(int index) {
        List<byte[]> leaves = entries.stream().map(Hashes::leaf).toList();
        LogFixture log = new LogFixture();
        TileGrowth growth = TileGrowth.grow(0, log, leaves);
        growth.tiles().forEach(tile -> log.tiles.put(tile.level() + "/" + tile.n(), tile.hashes()));
        byte[] note = Note.sign(new Checkpoint(LogFixture.ORIGIN, entries.size(), growth.root()).text(),
                LogFixture.signer());
        return new TlogProof(Optional.of(entries.get(index)), index,
                Tree.inclusionProof(index, entries.size(), log), note);
    }
}
