// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;
import java.util.Set;

/**
 * What customer information is handled for.
 *
 * @param article the legal ground in words, as a customer may be shown it
 * @param collects names of the fields that may be collected for it
 */
public record Purpose(
        String code, String zh, String en, LegalBasis basis, String article, Set<String> collects,
        UnlistedFields unlisted, Needs needs) {
    public Purpose {
        Objects.requireNonNull(code);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(basis);
        Objects.requireNonNull(article);
        collects = Copies.ofSet(collects);
        Objects.requireNonNull(unlisted);
        Objects.requireNonNull(needs);
    }
}
