// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;
import java.util.Optional;

/** One field as given, with the reasons. */
public record Field(Form form, Optional<Value> value, List<Reason> reasons) {

    public Field {
        reasons = List.copyOf(reasons);
    }
}
