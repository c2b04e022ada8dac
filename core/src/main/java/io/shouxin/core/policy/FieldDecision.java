// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The form of one field and every reason for it.
 *
 * @param rule the id of the rule that speaks about this field, also where a missing requirement
 *     refuses what the rule would give
 */
public record FieldDecision(Form form, List<Reason> reasons, Optional<String> rule) {
    public FieldDecision {
        Objects.requireNonNull(form);
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(rule);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a form nobody can explain is a bug");
        }
    }
}
