// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

/**
 * The chance of telling who a record belongs to, for somebody who knows the quasi-identifying columns.
 *
 * <ul>
 * <li>Prosecutor: knows that the person is in the table. A record's risk is 1 / size of its class.
 * <li>Journalist: does not know, but has a register of the population. A record's risk is 1 / number of people in
 *     the population with the same values.
 * <li>Marketer: tries to name as many records as possible; the figure is the share they get right on average.
 * </ul>
 *
 * <p>The three are those of K. El Emam and F. Dankar, "Protecting privacy using k-anonymity" (2008).
 *
 * @param highest risk of the record at most risk, 0 to 1
 * @param average over all records, 0 to 1; against one's own population this is the marketer's share
 * @param recordsAbove records whose risk is above the threshold
 * @param records all of them
 */
public record ReidentificationRisk(double highest, double average, long recordsAbove, long records) {

    /** Share of records whose risk is above the threshold, 0 to 1. */
    public double shareAbove() {
        return records == 0 ? 0 : (double) recordsAbove / records;
    }

    /**
     * Against somebody who knows that the person is in the table.
     *
     * @param threshold a risk, above 0 and at most 1; 0.2 asks for classes of at least five
     */
    public static ReidentificationRisk prosecutor(EquivalenceClasses classes, double threshold) {
        Sum sum = new Sum(threshold);
        for (int i = 0; i < classes.count(); i++) {
            sum.add(classes.size(i), 1.0 / classes.size(i));
        }
        return sum.risk();
    }

    /**
     * Against somebody with a register of the population.
     *
     * @param both classes of one table in which the first rows are the sample and all others the population,
     *     the people of the sample among them
     * @param sampleRows how many rows the sample has
     * @throws IllegalStateException if a record of the sample has nobody in the population
     */
    public static ReidentificationRisk journalist(EquivalenceClasses both, int sampleRows, double threshold) {
        int[] sample = new int[both.count()];
        for (int row = 0; row < sampleRows; row++) {
            sample[both.classOf(row)]++;
        }
        Sum sum = new Sum(threshold);
        for (int i = 0; i < sample.length; i++) {
            int population = both.size(i) - sample[i];
            if (sample[i] > 0 && population < sample[i]) {
                throw new IllegalStateException("The population has fewer people of a class than the sample.");
            }
            if (sample[i] > 0) {
                sum.add(sample[i], 1.0 / population);
            }
        }
        return sum.risk();
    }

    /**
     * The share of records that somebody gets right who links every record to one of the people it could be: of
     * the population where there is a register of it, otherwise of the table. It is the average of the others.
     */
    public double marketer() {
        return average;
    }

    private static final class Sum {

        private final double threshold;
        private double highest;
        private double risks;
        private long above;
        private long records;

        private Sum(double threshold) {
            if (!(threshold > 0 && threshold <= 1)) {
                throw new IllegalStateException("A risk threshold is above 0 and at most 1.");
            }
            this.threshold = threshold;
        }

        private void add(int size, double risk) {
            highest = Math.max(highest, risk);
            risks += size * risk;
            records += size;
            above += risk > threshold ? size : 0;
        }

        private ReidentificationRisk risk() {
            return new ReidentificationRisk(highest, records == 0 ? 0 : risks / records, above, records);
        }
    }
}
