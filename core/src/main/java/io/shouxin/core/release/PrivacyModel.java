// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import io.shouxin.core.risk.Closeness;
import io.shouxin.core.risk.CodedColumn;
import io.shouxin.core.risk.Diversity;
import io.shouxin.core.risk.EquivalenceClasses;
import java.util.BitSet;

/** What each equivalence class has to satisfy before it may be released. */
public sealed interface PrivacyModel {

    /** Marks the classes that do not satisfy the model. */
    void markFailing(EquivalenceClasses classes, CodedColumn sensitive, BitSet failing);

    /** The column it looks at besides the quasi-identifying ones; null for none. */
    CodedColumn sensitive();

    /**
     * Whether a class that satisfies it still does when merged with any other. If so, a coarser generalisation
     * never suppresses more, and much of the search can be left out.
     */
    boolean isMonotone();

    /** Whether rows that are equal in all columns looked at may be counted as one with a weight. */
    boolean isWeighable();

    /** At least k rows in each class (L. Sweeney, 2002). */
    record KAnonymity(int k) implements PrivacyModel {

        public KAnonymity {
            if (k < 2) {
                throw Reason.MODEL.refusal();
            }
        }

        @Override
        public void markFailing(EquivalenceClasses classes, CodedColumn sensitive, BitSet failing) {
            for (int i = 0; i < classes.count(); i++) {
                if (classes.size(i) < k) {
                    failing.set(i);
                }
            }
        }

        @Override
        public CodedColumn sensitive() {
            return null;
        }

        @Override
        public boolean isMonotone() {
            return true;
        }

        @Override
        public boolean isWeighable() {
            return true;
        }
    }

    /** At least l different sensitive values in each class. */
    record DistinctDiversity(CodedColumn sensitive, int l) implements PrivacyModel {

        public DistinctDiversity {
            if (l < 2) {
                throw Reason.MODEL.refusal();
            }
        }

        @Override
        public void markFailing(EquivalenceClasses classes, CodedColumn column, BitSet failing) {
            int[] distinct = Diversity.distinct(classes, column);
            for (int i = 0; i < distinct.length; i++) {
                if (distinct[i] < l) {
                    failing.set(i);
                }
            }
        }

        @Override
        public boolean isMonotone() {
            return true;
        }

        @Override
        public boolean isWeighable() {
            return true;
        }
    }

    /** Sensitive values of each class as hard to guess as l equally frequent ones. */
    record EntropyDiversity(CodedColumn sensitive, double l) implements PrivacyModel {

        public EntropyDiversity {
            if (!(l > 1)) {
                throw Reason.MODEL.refusal();
            }
        }

        @Override
        public void markFailing(EquivalenceClasses classes, CodedColumn column, BitSet failing) {
            double[] entropies = Diversity.entropies(classes, column);
            for (int i = 0; i < entropies.length; i++) {
                // A sum of logarithms of exactly l equal shares may fall short by some rounding.
                if (entropies[i] < Math.log(l) - 1e-9) {
                    failing.set(i);
                }
            }
        }

        @Override
        public boolean isMonotone() {
            return false;
        }

        @Override
        public boolean isWeighable() {
            return false;
        }
    }

    /** Distribution of the sensitive values in each class at most t from that of the table. */
    record TCloseness(CodedColumn sensitive, double t, boolean ordered) implements PrivacyModel {

        public TCloseness {
            if (!(t > 0 && t < 1)) {
                throw Reason.MODEL.refusal();
            }
        }

        /** By the ranks of the values where all of them are numbers, otherwise as categories. */
        public static TCloseness of(CodedColumn sensitive, double t) {
            return sensitive.inOrderOfNumbers().map(ranked -> new TCloseness(ranked, t, true))
                    .orElseGet(() -> new TCloseness(sensitive, t, false));
        }

        @Override
        public void markFailing(EquivalenceClasses classes, CodedColumn column, BitSet failing) {
            double[] distances = ordered
                    ? Closeness.ordered(classes, column) : Closeness.categorical(classes, column);
            for (int i = 0; i < distances.length; i++) {
                if (distances[i] > t + 1e-9) {
                    failing.set(i);
                }
            }
        }

        @Override
        public boolean isMonotone() {
            return false;
        }

        @Override
        public boolean isWeighable() {
            return false;
        }
    }
}
