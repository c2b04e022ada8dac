// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.util.Arrays;
import java.util.List;

/** What one or several rounds came to. */
record Measured(long count, double seconds, long[] latenciesMicros) {

    double rate() {
        return count / seconds;
    }

    double milliseconds(double share) {
        long[] sorted = latenciesMicros.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1000.0;
    }

    static Measured together(List<Measured> rounds) {
        return new Measured(rounds.stream().mapToLong(Measured::count).sum(),
                rounds.stream().mapToDouble(Measured::seconds).sum(),
                rounds.stream().flatMapToLong(one -> Arrays.stream(one.latenciesMicros())).toArray());
    }
}
