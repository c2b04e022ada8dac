// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import java.util.Arrays;

/**
 * What a class gives away about a sensitive column even where nobody in it can be told apart: l-diversity
 * (A. Machanavajjhala et al., 2007) and t-closeness (N. Li, T. Li, S. Venkatasubramanian, 2007).
 *
 * @param distinctL the least number of different sensitive values in a class
 * @param entropyL the least e^H over all classes, H the entropy of the class's sensitive values in nats: so many
 *     equally frequent values would be as hard to guess
 */
public record Diversity(int distinctL, double entropyL) {

    /** Both l of these classes. Of an empty table both are 0. */
    public static Diversity of(EquivalenceClasses classes, CodedColumn sensitive) {
        int[] distinct = distinct(classes, sensitive);
        double[] entropy = entropies(classes, sensitive);
        return new Diversity(Arrays.stream(distinct).min().orElse(0),
                Arrays.stream(entropy).map(Math::exp).min().orElse(0));
    }

    /** How many different sensitive values each class has. */
    public static int[] distinct(EquivalenceClasses classes, CodedColumn sensitive) {
        int[] distinct = new int[classes.count()];
        Cells.of(classes, sensitive).forEach((owner, code, size) -> distinct[owner]++);
        return distinct;
    }

    /** The entropy of each class's sensitive values, in nats. */
    public static double[] entropies(EquivalenceClasses classes, CodedColumn sensitive) {
        double[] entropies = new double[classes.count()];
        Cells.of(classes, sensitive).forEach((owner, code, size) -> {
            double share = (double) size / classes.size(owner);
            entropies[owner] -= share * Math.log(share);
        });
        return entropies;
    }
}
