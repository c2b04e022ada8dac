// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Why a field takes its form, as a message key and names from the register. Nothing of the request
 * itself is repeated: an unknown field's name may be somebody's phone number.
 *
 * @param key one of {@link #keys()}
 * @param arguments see {@link #keys()}; codes of the register, which a page replaces by their names
 */
public record Reason(String key, List<String> arguments) {

    public Reason {
        Objects.requireNonNull(key);
        arguments = List.copyOf(arguments);
    }

    /**
     * Every key a reason can have; texts are checked against this list. {@code policy.rule} and
     * {@code policy.rule-refuses} carry role, purpose and selector, {@code policy.consent-missing} the
     * purpose, {@code policy.outside-hours} the hours and the zone, {@code policy.needs-agreement},
     * {@code policy.agreed} and {@code policy.agreed-by-ticket} the scene, {@code policy.budget-used-up} the family,
     * the others nothing.
     */
    public static List<String> keys() {
        return Arrays.stream(Kind.values()).map(Kind::key).sorted().toList();
    }

    /** What a reason can say. The names are the tails of the message keys. */
    enum Kind implements Word {
        RULE, NOT_HELD, RULE_REFUSES, NO_RULE, UNKNOWN_FIELD, UNKNOWN_PURPOSE, ROLE_UNREGISTERED,
        WRONG_CHANNEL, TICKET_MISSING, TICKET_NOT_OPEN, TICKET_OTHER_CUSTOMER, TICKET_UNKNOWN,
        TICKET_UNAVAILABLE, CONSENT_MISSING, OUTSIDE_HOURS, NETWORK, SEALED, ERASED,
        NEEDS_AGREEMENT, AGREED, AGREED_BY_TICKET, BUDGET_USED_UP;

        String key() {
            return "policy." + code();
        }

        Reason of(String... arguments) {
            return new Reason(key(), List.of(arguments));
        }
    }
}
