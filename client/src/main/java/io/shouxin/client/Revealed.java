// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One customer's fields as the door gave them, or as it would.
 *
 * @param register the version of the register that decided; empty for an explanation
 * @param receipt empty for an explanation: nothing was shown, so nothing was entered
 */
public record Revealed(UUID customer, Map<String, Field> fields, Optional<Integer> register,
        Optional<Receipt> receipt) {

    public Revealed {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The field of this name. Its value is empty where it was refused or is not held. */
    public Field field(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("Field " + name + " was not asked for.");
        }
        return field;
    }
}
