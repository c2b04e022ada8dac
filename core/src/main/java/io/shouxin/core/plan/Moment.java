// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * A day or moment in one of the writings that call records and customer tables have: 20261125104500, 20261125,
 * 2026-11-25, 2026/11/25, each of the latter two with 10:45 or 10:45:00 behind a blank or a T. It remembers its
 * writing, so that a shifted one looks like the others.
 */
record Moment(LocalDateTime time, boolean day, String pattern) {

    private static final int LENGTH_MAX = 19;

    /** @throws CellRefused for anything else, fractions of seconds and zones included */
    static Moment parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw CellRefused.Reason.TIME.refusal();
        }
        StringBuilder digits = new StringBuilder();
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            (digit ? digits : pattern).append(c);
            if (digit) {
                pattern.append('0');
            }
        }
        boolean day = digits.length() == 8;
        if (!known(pattern.toString())) {
            throw CellRefused.Reason.TIME.refusal();
        }
        try {
            LocalDate date = LocalDate.of(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8));
            LocalTime time = day ? LocalTime.MIDNIGHT : LocalTime.of(number(digits, 8, 10), number(digits, 10, 12),
                    digits.length() == 12 ? 0 : number(digits, 12, 14));
            return new Moment(date.atTime(time), day, pattern.toString());
        } catch (DateTimeException noSuchTime) {
            throw CellRefused.Reason.TIME.refusal();
        }
    }

    private static boolean known(String pattern) {
        if (pattern.equals("00000000") || pattern.equals("00000000000000")) {
            return true;
        }
        String dashed = pattern.replace('/', '-').replace('T', ' ');
        return (pattern.indexOf('/') < 0 || pattern.indexOf('-') < 0) && (dashed.equals("0000-00-00")
                || dashed.equals("0000-00-00 00:00") || dashed.equals("0000-00-00 00:00:00"));
    }

    /** Another moment in the same writing; null if its year has no four digits. */
    String written(LocalDateTime other) {
        if (other.getYear() < 1 || other.getYear() > 9999) {
            throw CellRefused.Reason.TIME.refusal();
        }
        String digits = String.format("%04d%02d%02d%02d%02d%02d", other.getYear(), other.getMonthValue(),
                other.getDayOfMonth(), other.getHour(), other.getMinute(), other.getSecond());
        StringBuilder text = new StringBuilder(pattern);
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '0') {
                text.setCharAt(i, digits.charAt(next++));
            }
        }
        return text.toString();
    }

    private static int number(CharSequence digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }
}
