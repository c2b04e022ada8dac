// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries and bundles of them, as somebody may have put them into the table or into a copy of the log. */
class EntryFuzz {

    private static final List<byte[]> VALID = Seeds.texts("ledger/entry.json", "entry")
            .filter(EntryFuzz::isEntry).toList();

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.texts("ledger/entry.json", "entry"),
                Seeds.texts("ledger/canonical-json.json", "json"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void isReadOnlyAsItIsWritten(byte[] input) {
        entry(input);
        entry(Edits.apply(VALID.get(input.length % VALID.size()), input));
        Trial.of(input.length, LedgerDamaged.class, () -> EntryBundle.read(input)).ifPresent(bundle ->
                holds(bundle.isEmpty() || Arrays.equals(EntryBundle.write(bundle), input), "a bundle has one form"));
    }

    private static void entry(byte[] bytes) {
        Trial.of(bytes.length, LedgerDamaged.class, () -> Entry.read(bytes)).ifPresent(entry -> {
            holds(Arrays.equals(entry.bytes(), bytes), "an entry has one form");
            holds(Entry.read(entry.bytes()).equals(entry), "an entry reads back equal");
            holds(entry.details().values().stream().noneMatch(text -> text.chars().anyMatch(c -> c < 0x20)),
                    "no control character is in an entry");
        });
    }

    private static boolean isEntry(byte[] bytes) {
        try {
            return Entry.read(bytes) != null;
        } catch (LedgerDamaged bad) {
            return false;
        }
    }
}
