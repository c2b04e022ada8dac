// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A cell that a step of this package cannot take. Carries a key and nothing of the cell. */
final class CellRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    enum Reason {
        /** No day or moment in a form that is known. */
        TIME,
        /** The row does not say whose it is. */
        PERSON,
        /** No whole number. */
        NUMBER,
        /** Made under other keys, or made up. */
        NOT_OURS;

        String key() {
            return "plan.cell." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        CellRefused refusal() {
            return new CellRefused(key());
        }
    }

    private CellRefused(String key) {
        // Without a trace: there may be as many of them as rows.
        super(key, null, false, false);
    }

    static List<String> keys() {
        return Arrays.stream(Reason.values()).map(Reason::key).toList();
    }
}
