// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * One find in a text. It says where the value stands and does not hold it.
 *
 * @param start first character
 * @param end behind the last character
 * @param confidence 0 to 100
 */
public record Span(int start, int end, Kind kind, int confidence, Set<Evidence> evidence) {
    public Span {
        Objects.requireNonNull(kind);
        EnumSet<Evidence> copy = EnumSet.noneOf(Evidence.class);
        copy.addAll(evidence);
        evidence = Collections.unmodifiableSet(copy);
    }
}
