// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Objects;

/**
 * A leaf of the class tree, with the level this operator gives it.
 *
 * @param level 1 low to 4 extremely sensitive
 */
public record DataClass(String code, String zh, String en, int level, Family family, Budget budget) {

    public DataClass {
        Objects.requireNonNull(code);
        Objects.requireNonNull(zh);
        Objects.requireNonNull(en);
        Objects.requireNonNull(family);
        Objects.requireNonNull(budget);
        if (level < 1 || level > 4) {
            throw new IllegalArgumentException("a level is 1 to 4");
        }
    }

    /** The families in which customers and the founding document speak. */
    public enum Family implements Word {
        IDENTITY, PAYMENT, CALL_RECORDS, OTHER
    }

    /** Which tripwire of judicial interpretation 法释〔2017〕10号 the items count against. */
    public enum Budget implements Word {
        /** Whereabouts, content of communication, credit, property: 50 items. */
        TRACK_CONTENT_CREDIT_PROPERTY,
        /** Lodging, communication records, health, transactions: 500 items. */
        CDR_LODGING_HEALTH_TRANSACTION,
        /** Everything else: 5,000 items. */
        OTHER
    }
}
