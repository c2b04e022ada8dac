// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.vault.Releases.FileAsk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One export as it stands.
 *
 * @param by the staff number of whoever asked
 * @param approvals numbers of the requests for agreement, one a scene
 */
record ExportJob(UUID id, String by, Wanted wanted, int register, List<String> scenes, List<String> approvals,
        State state, Optional<String> why, Counts counts, Times times, Optional<byte[]> digest) {

    ExportJob {
        scenes = List.copyOf(scenes);
        approvals = List.copyOf(approvals);
    }

    /** Where an export is. */
    enum State {
        /** Somebody else has to agree; then whoever asked begins it. */
        ASKED,
        /** Rows are written, sealed here. */
        RUNNING,
        /** All rows are there and are encrypted to the recipient. */
        PACKING,
        /** The file can be fetched. */
        READY,
        /** Given up, by a person or because something it needs does not hold any more; nothing of it is left. */
        STOPPED,
        /** The file was there and is not kept any longer. */
        GONE;

        boolean atWork() {
            return this == RUNNING || this == PACKING;
        }

        boolean over() {
            return this == STOPPED || this == GONE;
        }
    }

    /** In what form the rows are written. */
    enum Format {
        CSV("csv"), JSON_LINES("jsonl");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        String ending() {
            return ending;
        }
    }

    /** Which customers: all that are active, or those of a list. */
    enum Selection { ALL, LIST }

    /**
     * What is to be written.
     *
     * @param key the recipient's, as it was when somebody agreed
     * @param cap rows at most
     * @param expected customers it goes through, at most the cap
     */
    record Wanted(List<String> fields, String purpose, String recipient, String key, Format format,
            Selection selection, long cap, long expected) {

        Wanted {
            fields = List.copyOf(fields);
        }

        FileAsk ask() {
            return new FileAsk(fields, purpose, recipient, (int) cap);
        }
    }

    /**
     * @param done customers looked at
     * @param rows of them in the file
     * @param canaries customers in the file who do not exist
     * @param after the last customer looked at
     * @param bytes of the encrypted file, as far as it is written
     */
    record Counts(long done, long rows, int canaries, int chunks, UUID after, long bytes) {}

    /** @param keepUntil the file can be fetched until then */
    record Times(Instant asked, Optional<Instant> began, Optional<Instant> ended, Optional<Instant> keepUntil) {}

    /** A name for people: the day is in the times, and the id is long. */
    String shortId() {
        return id.toString().substring(0, 8);
    }

    String fileName() {
        return "shouxin-" + shortId() + "." + wanted.format().ending() + ".age";
    }

    /** What else two people agree to: the approval's page reads the lines before the "=". */
    static String terms(UUID id, Wanted wanted, String members) {
        return String.join("\n", "export=" + id, "recipient=" + wanted.recipient(), "key=" + wanted.key(),
                "format=" + wanted.format().ending(), "selection=" + wanted.selection().name()
                        .toLowerCase(java.util.Locale.ROOT), "members=" + members);
    }
}
