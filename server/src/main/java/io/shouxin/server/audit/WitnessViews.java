// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.server.page.Waiting;
import io.shouxin.server.tree.TreeHead;
import io.shouxin.server.witness.Cosigners;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who cosigned and how long ago, for pages; and what waits for the auditor while a witness refuses. */
@Component
class WitnessViews implements Waiting {

    private final Cosigners cosigners;
    private final EntryWords words;

    WitnessViews(Cosigners cosigners, EntryWords words) {
        this.cosigners = cosigners;
        this.words = words;
    }

    /**
     * @param counts what counts by the policy, as a sentence
     * @param countsAt when that checkpoint was signed, {@code null} while none counts
     * @param alarm what a witness refuses, {@code null} while none does
     */
    record View(String counts, @Nullable Instant countsAt, @Nullable String alarm, List<Row> rows) {}

    /**
     * @param key its name and id
     * @param kind ok, warn or bad
     */
    record Row(String name, String key, String size, @Nullable Instant cosignedAt, String kind, String says) {}

    /** {@code null} where the operator asks for no witnesses. */
    @Nullable View present() {
        if (!cosigners.wanted()) {
            return null;
        }
        Optional<TreeHead> counted = cosigners.newest();
        List<Cosigners.OneWitness> all = cosigners.all();
        return new View(counted.map(tree -> words.of("ledger.witness.counts", EntryWords.number(tree.size())))
                .orElseGet(() -> words.of("ledger.witness.counts.none")),
                counted.flatMap(TreeHead::signedAt).orElse(null),
                all.stream().filter(one -> one.refusedAt().isPresent()).findFirst().map(this::alarm).orElse(null),
                all.stream().map(this::row).toList());
    }

    private Row row(Cosigners.OneWitness one) {
        String kind = one.refusedAt().isPresent() ? "bad" : one.failed().isPresent() ? "warn"
                : one.cosignedAt().isPresent() ? "ok" : "off";
        String says = one.failed().map(words::of).orElseGet(() -> one.cosignedAt().isPresent()
                ? words.of("ledger.witness.ok") : words.of("ledger.witness.unasked"));
        return new Row(one.name(), shown(one.key()), EntryWords.number(one.size()), one.cosignedAt().orElse(null), kind,
                says);
    }

    /** Name and id, by which it is found in the policy; a post-quantum key is pages long. */
    private static String shown(String key) {
        return key.substring(0, key.indexOf('+', key.indexOf('+') + 1));
    }

    private String alarm(Cosigners.OneWitness one) {
        return words.of("ledger.witness.alarm", one.name(), one.failed().map(words::of).orElse(""),
                words.time(one.refusedAt().orElseThrow()));
    }

    @Override
    public List<Item> items() {
        Authentication reader = SecurityContextHolder.getContext().getAuthentication();
        if (reader == null || !Readers.mayRead(reader) || !cosigners.wanted()) {
            return List.of();
        }
        return cosigners.all().stream().filter(one -> one.refusedAt().isPresent())
                .map(one -> new Item(alarm(one), words.of("ledger.witness.alarm.do"), "/ledger#witnesses", "shield-x",
                        one.refusedAt().orElseThrow())).toList();
    }
}
