// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.server.census.Censuses;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says above a customer's list up to where it is proved to be complete. */
@Component
class CensusViews {

    private final Censuses censuses;
    private final Entries entries;
    private final EntryWords words;

    CensusViews(Censuses censuses, Entries entries, EntryWords words) {
        this.censuses = censuses;
        this.entries = entries;
        this.words = words;
    }

    /**
     * @param kind ok or bad
     * @param file where the proof can be had, {@code null} where there is none
     */
    record View(String kind, String title, String text, @Nullable String file) {}

    /** {@code null} before the first census: then there is nothing to say. */
    @Nullable View of(CustomerRef customer) {
        try {
            Censuses.Line line = censuses.of(customer);
            String upTo = words.of("ledger.census.up-to", EntryWords.number(line.held().census().size()),
                    words.time(line.held().at()));
            if (line.proof().isEmpty()) {
                return new View("ok", upTo, words.of("ledger.census.nothing"), null);
            }
            return censuses.holds(line.proof().get())
                    ? new View("ok", upTo, count(line),
                            "/ledger/census/" + customer.hex() + "/proof")
                    : new View("bad", words.of("ledger.census.bad"), words.of("ledger.census.bad.text"), null);
        } catch (Refused notYet) {
            return null;
        } catch (LedgerDamaged differs) {
            return new View("bad", words.of("ledger.census.bad"), words.of("ledger.census.bad.text"), null);
        }
    }

    /** What was pruned counts on, and is not in the list any more. */
    private String count(Censuses.Line line) {
        String count = EntryWords.number(line.entries());
        return entries.pruned()
                .map(one -> words.of("ledger.census.count-pruned", count, EntryWords.number(one.below())))
                .orElseGet(() -> words.of("ledger.census.count", count));
    }
}
