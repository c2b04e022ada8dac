// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of one row.
 *
 * @param dropped names of fields that the purpose may not keep and the register lets fall
 * @param errors why it was rejected; nothing of it is stored then
 */
public record Collected(Outcome outcome, Optional<UUID> id, List<String> dropped,
        List<ProblemAnswer.Error> errors, Optional<Receipt> receipt) {

    /** What became of it. */
    public enum Outcome { CREATED, CHANGED, UNCHANGED, REJECTED }

    public Collected {
        dropped = List.copyOf(dropped);
        errors = List.copyOf(errors);
    }
}
