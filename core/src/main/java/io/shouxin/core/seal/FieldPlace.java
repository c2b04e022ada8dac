// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.UUID;

/** What a sealed value is tied to. */
record FieldPlace(UUID customer, String field, int version) {

    FieldPlace {
        if (version < 1) {
            throw new IllegalStateException("A field can be written 2^31 - 1 times.");
        }
    }

    byte[] ascii() {
        return field.getBytes(US_ASCII);
    }
}
