// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

/** Places of machines and on the earth: IPv4 addresses and pairs of decimal degrees. */
final class PlaceRules {

    /** Four decimals are some ten metres: enough to be somebody's whereabouts, too many for a price. */
    private static final int DECIMALS_MIN = 4;
    private static final int PAIR_GAP_MAX = 3;

    private final Passage passage;
    private int lastStart;
    private int lastEnd;
    private int lastDegrees;

    PlaceRules(Passage passage) {
        this.passage = passage;
    }

    void clear() {
        lastEnd = -1;
    }

    boolean ip(int[] starts, int[] ends) {
        int large = 0;
        for (int i = 0; i < 4; i++) {
            int size = ends[i] - starts[i];
            int value = size > 3 ? 256 : value(starts[i], ends[i]);
            if (value > 255 || size > 1 && passage.chars()[starts[i]] == '0') {
                return false;
            }
            large += value > 9 ? 1 : 0;
        }
        char before = starts[0] > 0 ? passage.chars()[starts[0] - 1] : 0;
        boolean version = before == 'v' || before == 'V' || large == 0;
        passage.found(starts[0], ends[3], Kind.IP_ADDRESS, version ? 40 : 85, bits(Evidence.FORM));
        return true;
    }

    /** A number with decimals; true when it is one, so that its parts are not taken for anything else. */
    boolean decimal(int[] starts, int[] ends, char[] gaps, int count) {
        int start = starts[0];
        int end = ends[count - 1];
        if (count != 2 || gaps[1] != '.' || ends[0] - starts[0] > 3) {
            return count == 2 && gaps[1] == '.';
        }
        int degrees = value(starts[0], ends[0]);
        if (ends[1] - starts[1] < DECIMALS_MIN || degrees > 180) {
            return true;
        }
        boolean pair = lastEnd >= 0 && start - lastEnd <= PAIR_GAP_MAX
                && (degrees <= 90 || lastDegrees <= 90);
        if (pair) {
            passage.found(lastStart, end, Kind.COORDINATES, 80, bits(Evidence.FORM));
        } else {
            passage.found(start, end, Kind.COORDINATES, 22, bits(Evidence.FORM));
        }
        lastStart = start;
        lastEnd = end;
        lastDegrees = degrees;
        return true;
    }

    private int value(int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + passage.chars()[i] - '0';
        }
        return value;
    }
}
