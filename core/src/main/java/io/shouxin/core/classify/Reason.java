// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import java.util.Objects;

/** One ground with its figure, which is a count or per cent and never a value; 0 where the ground has none. */
public record Reason(Ground ground, long figure) {

    public Reason {
        Objects.requireNonNull(ground);
    }

    public String zh() {
        return String.format(ground.zh(), figure);
    }

    public String en() {
        return String.format(ground.en(), figure);
    }
}
