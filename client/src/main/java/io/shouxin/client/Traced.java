// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a file that was found was copied from.
 *
 * @param cells how many pieces of it may have been values
 * @param found the exports it names, the surest first; none where chance explains what is in it
 */
public record Traced(long cells, List<Source> found) {

    /** How sure it is: by numbers that nobody else has, or by more names and the like than chance explains. */
    public enum Ground { CERTAIN, LIKELY }

    /**
     * One export.
     *
     * @param by staff number of whoever asked for it
     * @param agreedBy staff numbers of whoever agreed
     * @param begun when it began to be written
     * @param canaries of the customers in it who do not exist, how many are in the file
     * @param ofCanaries how many it has
     */
    public record Source(UUID export, Ground ground, String recipient, String purpose, String by,
            List<String> agreedBy, Optional<Instant> begun, long canaries, long ofCanaries) {

        public Source {
            agreedBy = List.copyOf(agreedBy);
        }
    }

    public Traced {
        found = List.copyOf(found);
    }
}
