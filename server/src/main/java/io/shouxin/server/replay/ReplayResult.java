// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import io.shouxin.core.policy.Form;

import java.time.Instant;
import java.util.List;

/**
 * What a proposal would have changed. Fields are counted each time one was asked for; persons, services
 * and customers once each.
 *
 * @param reveals entries decided again
 * @param unreadable entries that do not say enough for that
 * @param fields all fields of the reveals, each in one of the six counts that follow
 * @param unclear fields whose form of then the register of then does not give again
 * @param persons staff whose answers would have changed
 * @param services service accounts whose answers would have changed
 * @param customers customers about whom the answer would have changed
 * @param lines by role and field: opened first, then refused, masked, token; in each the most frequent first
 */
record ReplayResult(Instant since, Instant until, long reveals, long unreadable, long fields, long refused,
        long masked, long token, long opened, long unchanged, long unclear, int persons, int services,
        int customers, List<Line> lines) {

    ReplayResult {
        lines = List.copyOf(lines);
    }

    long changed() {
        return refused + masked + token + opened;
    }

    /** What happens to a field, in the order in which a reviewer should hear of it. */
    enum Effect {
        /** Given where it was not, or clear where it was less. */
        OPENED,
        /** Not given any more. */
        REFUSED, MASKED, TOKEN;

        static Effect of(Form before, Form after) {
            if (!before.opens() || after == Form.CLEAR) {
                return OPENED;
            }
            return after == Form.MASKED ? MASKED : after == Form.TOKEN ? TOKEN : REFUSED;
        }
    }

    /**
     * One change of one field for one role.
     *
     * @param before {@link Form#REFUSED} also where the customer had no such value, likewise {@code after}
     * @param askers distinct staff and service accounts
     * @param examples the numbers of up to five entries, newest first
     */
    record Line(String role, String field, Form before, Form after, long count, int askers,
            List<Long> examples) {

        Line {
            examples = List.copyOf(examples);
        }

        Effect effect() {
            return Effect.of(before, after);
        }
    }
}
