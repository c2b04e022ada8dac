// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which fields are needed, for which purpose, on which ticket. */
public record Ask(String purpose, List<String> fields, Optional<String> ticket) {

    public Ask {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(ticket, "ticket");
        fields = List.copyOf(fields);
    }

    public static Ask of(String purpose, String... fields) {
        return new Ask(purpose, List.of(fields), Optional.empty());
    }

    public Ask onTicket(String number) {
        return new Ask(purpose, fields, Optional.of(number));
    }
}
