// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

/**
 * Cells that a spreadsheet would run when the file is opened (OWASP, "CSV Injection"): those that begin with = + - @,
 * their full-width forms, a tab or a line end. A signed number begins so as well and is none of them.
 */
final class Spreadsheet {

    private Spreadsheet() {}

    /** Whether it is worth a look. */
    static boolean mayRun(byte first) {
        return switch (first) {
            case '=', '@', '+', '-', '\t', '\r', '\n', (byte) 0xEF -> true;
            default -> false;
        };
    }

    static boolean runs(byte[] cell, int from, int to) {
        if (from == to) {
            return false;
        }
        return switch (cell[from]) {
            case '=', '@', '\t', '\r', '\n' -> true;
            case '+', '-' -> !number(cell, from + 1, to);
            case (byte) 0xEF -> to - from >= 3 && cell[from + 1] == (byte) 0xBC && fullWidth(cell[from + 2]);
            default -> false;
        };
    }

    /** The last byte of U+FF1D, U+FF0B, U+FF0D and U+FF20. */
    private static boolean fullWidth(byte last) {
        return last == (byte) 0x9D || last == (byte) 0x8B || last == (byte) 0x8D || last == (byte) 0xA0;
    }

    /** Digits with at most one point, or nothing at all: a sign alone stands for a missing value. */
    private static boolean number(byte[] cell, int from, int to) {
        int points = 0;
        for (int p = from; p < to; p++) {
            points += cell[p] == '.' ? 1 : 0;
            if (cell[p] != '.' && (cell[p] < '0' || cell[p] > '9')) {
                return false;
            }
        }
        return points <= 1;
    }
}
