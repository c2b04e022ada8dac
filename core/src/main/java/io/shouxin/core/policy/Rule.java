// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one role gets for one purpose. A rule that gives nothing still lets the role collect and
 * search for the purpose; without a rule it can do neither.
 *
 * @param give field name or class code to form; a field's own line goes before its class's line
 */
public record Rule(String role, String purpose, Map<String, Form> give) {
    public Rule {
        Objects.requireNonNull(role);
        Objects.requireNonNull(purpose);
        give = Copies.ofMap(give);
        if (give.containsValue(Form.ABSENT)) {
            throw new IllegalArgumentException("a rule cannot give what is not there");
        }
    }

    /** How reasons and pages name this rule; unique in a register. */
    public String id() {
        return role + "/" + purpose;
    }

    /** Which line of this rule speaks about a field; empty when none does. */
    public Optional<String> selectorFor(Field field) {
        if (give.containsKey(field.name())) {
            return Optional.of(field.name());
        }
        return give.containsKey(field.classCode()) ? Optional.of(field.classCode()) : Optional.empty();
    }
}
