// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.census;

import io.shouxin.core.ledger.Census;
import io.shouxin.core.ledger.CensusProof;
import io.shouxin.core.ledger.CustomerTally;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TileGrowth;
import io.shouxin.core.ledger.TileReader;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.Tree;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.Origins;
import io.shouxin.server.ledger.Soundness;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;

import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the census and proves a customer's line of it. What was counted before is not counted again: each
 * customer's line grows by the entries since. The lines, their tree and the census's own entry are one
 * transaction, so whatever a process dies of, the lines are those of the newest census in the ledger.
 */
@Service
public class Censuses {

    private static final int PAGE = 2_000;

    private final CensusTable table;
    private final Entries entries;
    private final Ledger ledger;
    private final SignedTree tree;
    private final Proofs proofs;
    private final Soundness soundness;
    private final Origins origins;
    private final DoorClock clock;
    private final TransactionTemplate transaction;
    private final TransactionTemplate asOfNow;

    @SuppressWarnings("checkstyle:ParameterNumber") // What it counts and what it says with.
    Censuses(CensusTable table, Entries entries, Ledger ledger, SignedTree tree, Proofs proofs, Soundness soundness,
            Origins origins, DoorClock clock, TransactionTemplate transaction) {
        this.table = table;
        this.entries = entries;
        this.ledger = ledger;
        this.tree = tree;
        this.proofs = proofs;
        this.soundness = soundness;
        this.origins = origins;
        this.clock = clock;
        this.transaction = transaction;
        this.asOfNow = new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
        this.asOfNow.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.asOfNow.setReadOnly(true);
    }

    /** A census and the entry that holds it. */
    public record Held(Census census, long entry, Instant at) {}

    /**
     * A customer's line of the newest census.
     *
     * @param proof empty where the census names the customer nowhere
     */
    public record Line(Held held, CustomerRef customer, long entries, Optional<CensusProof> proof) {}

    /**
     * Counts what is signed and writes the census down.
     *
     * @throws Refused {@code ledger.census.running} while another one is counted, {@code ledger.damaged} while
     *     the ledger is not sound
     */
    public Held take(Entry.Actor by) {
        soundness.requireSound();
        long size = tree.head().size();
        Entry.Origin origin = origins.present();
        Census[] counted = new Census[1];
        Ledger.Appended appended = transaction.execute(status -> {
            CensusTable.Taken before = table.takeUp()
                    .orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, "ledger.census.running"));
            count(before.size(), Math.max(size, before.size()));
            counted[0] = summed(Math.max(size, before.size()));
            table.take(new CensusTable.Taken(counted[0].size(), clock.systemInstant()));
            return ledger.append(counted[0].draft(by, clock.systemInstant()).origin(origin));
        });
        return new Held(counted[0], appended.receipt().entry(), appended.receipt().at());
    }

    private void count(long from, long to) {
        for (long first = from; first < to; first += PAGE) {
            Map<CustomerRef, CustomerTally> grown = new HashMap<>();
            List<Stored> page = entries.between(first, Math.min(to, first + PAGE));
            if (page.size() != Math.min(to, first + PAGE) - first) {
                throw new LedgerDamaged("ledger.entry.missing");
            }
            Map<Long, CustomerRef> named = new HashMap<>();
            page.forEach(stored -> Entry.read(stored.bytes()).customer()
                    .ifPresent(customer -> named.put(stored.number(), customer)));
            Map<CustomerRef, CustomerTally> known = table.named(Set.copyOf(named.values()));
            for (Stored stored : page) {
                CustomerRef customer = named.get(stored.number());
                if (customer != null) {
                    CustomerTally before = grown.getOrDefault(customer,
                            known.getOrDefault(customer, CustomerTally.none(customer)));
                    grown.put(customer, before.with(stored.number(), Hashes.leaf(stored.bytes())));
                }
            }
            table.put(grown.values());
        }
    }

    /** The tree over all lines, in the order of the references. */
    private Census summed(long size) {
        table.clearTiles();
        long customers = 0;
        long named = 0;
        byte[] root = Hashes.emptyRoot();
        byte[] after = new byte[0];
        for (List<CustomerTally> page = table.page(after, PAGE); !page.isEmpty(); page = table.page(after, PAGE)) {
            TileGrowth growth = TileGrowth.grow(customers, tiles(),
                    page.stream().map(tally -> Hashes.leaf(tally.bytes())).toList());
            table.putTiles(growth.tiles());
            customers = growth.size();
            root = growth.root();
            named += page.stream().mapToLong(CustomerTally::entries).sum();
            after = page.get(page.size() - 1).customer().bytes();
        }
        return new Census(size, customers, named, root);
    }

    private TileReader tiles() {
        return (level, n, width) -> {
            byte[] hashes = table.tile(level, n).orElseThrow(() -> new LedgerDamaged("ledger.tile.missing"));
            return Arrays.copyOf(hashes, width * Hashes.SIZE);
        };
    }

    /** The newest census; empty before the first. */
    public Optional<Held> newest() {
        return line().map(line -> new Held(Census.read(line.entry()).orElseThrow(), line.number(), line.entry().at()));
    }

    private Optional<Ledger.Line> line() {
        return ledger.find(LedgerQuery.latest(1).withAction(Census.ACTION)).stream().findFirst();
    }

    /** When the last one was taken; the beginning of time before the first. */
    Instant takenAt() {
        return table.taken().at();
    }

    /** Up to where it counted. */
    long takenTo() {
        return table.taken().size();
    }

    /**
     * A customer's line of the newest census, and the proof of it.
     *
     * @throws Refused {@code ledger.census.none} before the first census
     */
    public Line of(CustomerRef customer) {
        Ledger.Line line = line().orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "ledger.census.none"));
        // Before the lines are read as of one moment: the proof may have to wait until the newest census is signed.
        TlogProof receipt = proofs.of(line.number()).receipt();
        return Objects.requireNonNull(asOfNow.execute(status -> of(customer, line, receipt)));
    }

    private Line of(CustomerRef customer, Ledger.Line line, TlogProof receipt) {
        Census census = Census.read(line.entry()).orElseThrow();
        Held held = new Held(census, line.number(), line.entry().at());
        if (table.taken().size() != census.size()) {
            // Another census was taken in between; its lines are not those of this one.
            throw new Refused(Refused.Kind.CONFLICT, "ledger.census.running");
        }
        Optional<CustomerTally> tally = table.one(customer);
        if (tally.isEmpty()) {
            return new Line(held, customer, 0, Optional.empty());
        }
        long place = table.place(customer);
        List<byte[]> hashes = Tree.inclusionProof(place, census.customers(), tiles());
        CensusProof proof = new CensusProof(tally.get(), place, hashes, new TlogProof(Optional.of(line.bytes()),
                receipt.index(), receipt.hashes(), receipt.checkpointNote()));
        return new Line(held, customer, tally.get().entries(), Optional.of(proof));
    }

    /** Whether the proof holds with the public keys alone, as a stranger would check it. */
    public boolean holds(CensusProof proof) {
        try {
            proof.verify(proofs.verifiers());
            return true;
        } catch (LedgerDamaged differs) {
            return false;
        }
    }
}
