// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

/** Days that somebody can have been born on. That it is a birth, and no other day, a word nearby has to say. */
final class DateRules {

    private static final int YEAR_MIN = 1850;
    private static final int YEAR_MAX = 2099;
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int CONFIDENCE = 15;

    private DateRules() {}

    static boolean exists(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]) {
            return false;
        }
        return month != 2 || day != 29 || year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** yyyyMMdd. */
    static void compact(Passage passage, int start, int end, Digits d) {
        if (plausible(d.number(0, 4)) && exists(d.number(0, 4), d.number(4, 2), d.number(6, 2))) {
            passage.found(start, end, Kind.BIRTH_DATE, CONFIDENCE, bits(Evidence.DATE_EXISTS));
        }
    }

    /** Three words with year first, or with year last as in 12/27/1986; further words are the time of day. */
    static boolean date(Passage passage, int[] starts, int[] ends, char[] gaps, int count) {
        if (count < 3 || gaps[1] == ' ' || gaps[1] == '(' || gaps[1] == ')') {
            return false;
        }
        boolean same = gaps[1] == gaps[2] || gaps[1] == '年' && gaps[2] == '月';
        int first = number(passage, starts[0], ends[0]);
        int second = number(passage, starts[1], ends[1]);
        int third = number(passage, starts[2], ends[2]);
        boolean yearFirst = ends[0] - starts[0] == 4 && plausible(first) && exists(first, second, third);
        boolean yearLast = ends[2] - starts[2] == 4 && plausible(third)
                && (exists(third, first, second) || exists(third, second, first));
        if (!same || !yearFirst && !yearLast) {
            return false;
        }
        int end = ends[2];
        if (gaps[1] == '年' && passage.peek(end) == '日') {
            end++;
        }
        passage.found(starts[0], end, Kind.BIRTH_DATE, CONFIDENCE, bits(Evidence.DATE_EXISTS));
        // A number that stands behind a date and a blank is somebody's, the time of day is not.
        return count == 3 || gaps[3] != ' ' || ends[3] - starts[3] < 7;
    }

    private static boolean plausible(int year) {
        return year >= YEAR_MIN && year <= YEAR_MAX;
    }

    private static int number(Passage passage, int start, int end) {
        if (end - start > 4) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + passage.chars()[i] - '0';
        }
        return value;
    }
}
