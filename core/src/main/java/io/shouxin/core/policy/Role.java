// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;

/** A post or an application, as the rules name it. */
public record Role(String code, String zh, String en, Channel channel) {
    public Role {
        Objects.requireNonNull(code);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(channel);
    }
}
