// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.Form;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was given, for the time it may be seen. It holds values, so it prints as nothing.
 *
 * @param until when the page masks itself
 * @param watermark who looks and since when, drawn across the values
 * @param seen what the customer will be told
 */
record RevealedView(UUID id, Instant from, Instant until, String what, String watermark, List<Group> groups,
        Receipt receipt, String seen) {

    /** The fields of one class. */
    record Group(String code, String name, List<Row> rows) {}

    /** One field: {@code shown} is the value, or what stands in its place. */
    record Row(String label, int level, Form form, String shown, boolean value, boolean cjk, String note) {

        @Override
        public String toString() {
            return "Row[" + form + "]";
        }
    }

    /** What proves the look; {@code fields} has a line for each form given. */
    record Receipt(long entry, String time, String who, String purpose, String ticket, List<String> fields,
            String digest) {}

    @Override
    public String toString() {
        return "RevealedView[" + receipt.entry() + "]";
    }
}
