// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * How long a class is kept (PIPL Art. 19).
 *
 * @param purpose empty means every purpose that has no line of its own
 */
public record Retention(String classCode, Optional<String> purpose, Keep keep) {
    public Retention {
        Objects.requireNonNull(classCode);
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(keep);
    }
}
