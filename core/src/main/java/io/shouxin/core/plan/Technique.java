// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.mask.Mask;
import io.shouxin.core.release.Hierarchy;
import io.shouxin.core.release.NumberBands;
import io.shouxin.core.release.TimeLevel;
import io.shouxin.core.release.TopBottomCoding;
import io.shouxin.core.token.PseudonymType;
import io.shouxin.core.token.TokenFormat;
import java.math.BigDecimal;
import java.util.Optional;

/** What is done to a column. The words are those of ISO/IEC 20889 where it has one. */
public sealed interface Technique {

    /** The word that stands behind {@code do:} in a plan. */
    String code();

    /** Whether whoever holds the release's key can turn it back. */
    default boolean reversible() {
        return false;
    }

    /** Whether a key of the release is needed. */
    default boolean keyed() {
        return reversible();
    }

    /** Whether all rows have to be seen before the first one can leave. */
    default boolean whole() {
        return false;
    }

    /** Passes as it is, on the plan's word. */
    record Keep() implements Technique {
        @Override
        public String code() {
            return "keep";
        }
    }

    /** The column is not in the output. */
    record Drop() implements Technique {
        @Override
        public String code() {
            return "drop";
        }
    }

    /** For screens; masked values are still personal information. */
    record Masked(Mask mask) implements Technique {
        @Override
        public String code() {
            return "mask";
        }
    }

    /** Format-preserving encryption. */
    record Token(TokenFormat format) implements Technique {
        @Override
        public String code() {
            return "token";
        }

        @Override
        public boolean reversible() {
            return true;
        }
    }

    /** One block for a value: equal values stay together, nothing else of them stays. */
    record Pseudonym(PseudonymType type) implements Technique {
        @Override
        public String code() {
            return "pseudonym";
        }

        @Override
        public boolean reversible() {
            return true;
        }
    }

    /** Encrypted under the release's key, each cell on its own: not even equal values show. */
    record Sealed() implements Technique {
        @Override
        public String code() {
            return "seal";
        }

        @Override
        public boolean reversible() {
            return true;
        }
    }

    /** Generalisation of numbers. */
    record Bands(NumberBands bands) implements Technique {
        @Override
        public String code() {
            return "generalise";
        }
    }

    /** Generalisation of days and moments. */
    record Times(TimeLevel level) implements Technique {
        @Override
        public String code() {
            return "generalise";
        }
    }

    /**
     * Generalisation no further than the groups of the plan need, on a level that a search over all rows finds.
     *
     * @param hierarchy empty for one that is made of the column's values
     */
    record Least(Optional<Hierarchy> hierarchy) implements Technique {
        @Override
        public String code() {
            return "generalise";
        }

        @Override
        public boolean whole() {
            return true;
        }
    }

    /**
     * Micro-aggregation of one column of numbers.
     *
     * @param k values at least in each group, whose mean all of them become
     */
    record Aggregated(int k) implements Technique {
        @Override
        public String code() {
            return "aggregate";
        }

        @Override
        public boolean whole() {
            return true;
        }
    }

    /** Generalisation by a table of ARX's form. */
    record Levels(Hierarchy hierarchy, int level) implements Technique {
        @Override
        public String code() {
            return "generalise";
        }
    }

    /** Top and bottom coding. */
    record Coded(TopBottomCoding coding) implements Technique {
        @Override
        public String code() {
            return "code";
        }
    }

    /**
     * All days of a person moved alike.
     *
     * @param person the column that names whose row it is
     */
    record Shifted(String person, int days) implements Technique {
        @Override
        public String code() {
            return "date-shift";
        }

        @Override
        public boolean reversible() {
            return true;
        }
    }

    /**
     * Noise on each value by itself (local differential privacy): what one answer of a person gives away is bounded
     * by epsilon, those of several answers add up.
     *
     * @param low and {@code high} whole numbers to which values are brought first
     */
    record Noisy(String person, long low, long high, BigDecimal epsilon) implements Technique {
        @Override
        public String code() {
            return "noise";
        }

        @Override
        public boolean keyed() {
            return true;
        }
    }
}
