// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody outside who is given customer information; the customer is told this much (PIPL Art. 23).
 *
 * @param key the public key that files for them are encrypted to ({@link RecipientKey}); without one they get no file
 */
public record Recipient(
        String code, String zh, String en, String contact, Set<String> purposes, Set<String> fields,
        LegalBasis basis, Optional<String> key) {
    public Recipient {
        Objects.requireNonNull(code);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(contact);
        purposes = Copies.ofSet(purposes);
        fields = Copies.ofSet(fields);
        Objects.requireNonNull(basis);
        Objects.requireNonNull(key);
    }
}
