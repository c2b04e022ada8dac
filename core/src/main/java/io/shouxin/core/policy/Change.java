// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * One difference between two registers.
 *
 * @param path where, as {@code rules/care-agent/care.inquiry/give/phone}
 * @param before the old value in words of the document; empty when added
 * @param after the new value; empty when removed
 */
public record Change(Kind kind, String path, Optional<String> before, Optional<String> after) {

    public Change {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(path);
        Objects.requireNonNull(before);
        Objects.requireNonNull(after);
    }

    /** What happened to the place. */
    public enum Kind {
        ADDED, REMOVED, CHANGED
    }
}
