// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import java.util.List;

/**
 * How probable what was found in a file is, if the file had nothing to do with the export it is laid to. Beside those
 * who are written in the export others were thought up likewise and written nowhere; chance meets either alike.
 */
final class Chance {

    private Chance() {}

    /**
     * That of so many met at least so many are written ones: each is one with the probability of their share (binomial
     * tail).
     *
     * @param share of those who were thought up, how many are written; above 0, at 1 nothing is ever told from chance
     */
    static double of(int written, int unwritten, double share) {
        if (share >= 1) {
            return 1;
        }
        int all = written + unwritten;
        double tail = 0;
        double term = Math.pow(1 - share, all);
        for (int k = 0; k <= all; k++) {
            if (k >= written) {
                tail += term;
            }
            term *= (double) (all - k) / (k + 1) * share / (1 - share);
        }
        return Math.min(1, tail);
    }

    /**
     * By how much each chance has to be multiplied so that naming anybody wrongly in one file stays as improbable as
     * asked: the number of exports that are judged, without those that could not be named whatever of what was met
     * were written (R. E. Tarone, Biometrics 46, 1990).
     *
     * @param least for each export met, the chance if everything met of it were written
     * @param most how probable a wrong name may be in one file
     * @return 1 or more
     */
    static int judged(List<Double> least, double most) {
        int count = 1;
        while (able(least, most / count) > count) {
            count++;
        }
        return count;
    }

    private static long able(List<Double> least, double most) {
        return least.stream().filter(one -> one <= most).count();
    }
}
