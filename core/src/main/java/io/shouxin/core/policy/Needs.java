// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What has to hold before anything is given for a purpose.
 *
 * @param consent always true where the basis is consent; a register may ask for it besides another
 *     basis, as PIPL Art. 29 does for sensitive information
 * @param networks CIDR blocks the request must come from, at least one of them; empty means any
 */
public record Needs(boolean ticket, boolean consent, Optional<Hours> hours, List<String> networks) {
    public Needs {
        Objects.requireNonNull(hours);
        networks = List.copyOf(networks);
    }

    /** Nothing beyond a rule. */
    public static Needs none() {
        return new Needs(false, false, Optional.empty(), List.of());
    }
}
