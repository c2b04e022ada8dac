// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of reading a document.
 *
 * @param register there exactly when there is no problem
 * @param problems all of them, in the order of their lines
 * @param warnings what a reviewer should look at twice; they do not stop a register
 */
public record Reading(Optional<Register> register, List<Problem> problems, List<Problem> warnings) {
    public Reading {
        Objects.requireNonNull(register);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        if (register.isPresent() != problems.isEmpty()) {
            throw new IllegalArgumentException("a register with problems is no register");
        }
    }
}
