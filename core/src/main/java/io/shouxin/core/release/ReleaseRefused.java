// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import java.util.Arrays;
import java.util.List;

/** A setting or a value was refused; the caller can ask differently. Carries a message key and no value. */
public final class ReleaseRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    private ReleaseRefused(Reason reason) {
        super(reason.key);
        this.reason = reason;
    }

    /** The stable message key, such as {@code release.budget-exhausted}. */
    public String key() {
        return reason.key;
    }

    /** All keys that {@link #key} can return, so that a test can ask every language for each of them. */
    public static List<String> keys() {
        return Arrays.stream(Reason.values()).map(one -> one.key).toList();
    }

    enum Reason {
        HIERARCHY_FORM("release.hierarchy.form"),
        HIERARCHY_NOT_NESTED("release.hierarchy.not-nested"),
        HIERARCHY_VALUE_TWICE("release.hierarchy.value-twice"),
        HIERARCHY_VALUE_MISSING("release.hierarchy.value-missing"),
        HIERARCHY_LEVEL("release.hierarchy.level"),
        LATTICE_TOO_LARGE("release.lattice-too-large"),
        MODEL("release.model"),
        BANDS("release.bands"),
        TIME_LEVEL("release.time-level"),
        DATE_SHIFT("release.date-shift"),
        CODING("release.top-bottom-coding"),
        GROUP_SIZE("release.micro-aggregation.group-size"),
        EPSILON("release.noise.epsilon"),
        SENSITIVITY("release.noise.sensitivity"),
        BUDGET_EXHAUSTED("release.budget-exhausted"),
        THRESHOLD("release.small-cells.threshold"),
        NOT_REACHED("release.not-reached"),
        TABLE_CHANGED("release.table-changed");

        private final String key;

        Reason(String key) {
            this.key = key;
        }

        ReleaseRefused refusal() {
            return new ReleaseRefused(this);
        }
    }
}
