// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed checkpoints from elsewhere: beside the one the log signed, nothing counts as signed. */
class NoteFuzz {

    private static final byte[] VALID = SignedLog.note(5);
    private static final Checkpoint SIGNED = SignedLog.checkpoint(5);

    static Stream<byte[]> seeds() {
        return Stream.concat(Stream.of(VALID, SignedLog.note(3)), Seeds.of(SIGNED.text(), "a\n1\n\n\u2014 b AAAA\n"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void isWhatTheLogSignedOrNothing(byte[] input) {
        note(input);
        note(Edits.apply(VALID, input));
        String text = new String(input, StandardCharsets.UTF_8);
        Trial.of(input.length, LedgerDamaged.class, () -> Checkpoint.parse(text)).ifPresent(checkpoint -> {
            holds(text.startsWith(checkpoint.text()), "a checkpoint is written as it is read");
            Checkpoint again = Checkpoint.parse(checkpoint.text());
            holds(again.size() == checkpoint.size() && Arrays.equals(again.root(), checkpoint.root()),
                    "a checkpoint reads back equal");
        });
    }

    private static void note(byte[] bytes) {
        Optional<Note> opened = Trial.of(bytes.length, LedgerDamaged.class, () -> Note.open(bytes, SignedLog.KEY));
        opened.ifPresent(note -> {
            boolean signed = note.text().equals(SIGNED.text()) || note.text().equals(SignedLog.checkpoint(3).text());
            holds(signed, "nothing counts as signed that was not");
            holds(new String(bytes, StandardCharsets.UTF_8).startsWith(note.text() + "\n\u2014 "),
                    "the text of a note is what stands in it");
            holds(note.isSignedBy(SignedLog.ORIGIN), "an open note has a signature under a given key");
        });
        // A note that opens is a checkpoint here, since the log signs nothing else.
        holds(opened.isPresent() == Trial.of(bytes.length, LedgerDamaged.class,
                () -> Checkpoint.open(bytes, SignedLog.KEY)).isPresent(), "note and checkpoint open alike");
    }
}
