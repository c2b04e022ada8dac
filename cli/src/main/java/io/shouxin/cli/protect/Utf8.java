// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

/** Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    static boolean isValid(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to) {
            int lead = bytes[p++];
            if (lead >= 0) {
                continue;
            }
            int more = length(lead & 0xFF);
            if (more == 0 || p + more > to || !second(lead & 0xFF, bytes[p] & 0xFF)) {
                return false;
            }
            for (int i = 1; i < more; i++) {
                if ((bytes[p + i] & 0xC0) != 0x80) {
                    return false;
                }
            }
            p += more;
        }
        return true;
    }

    /** How many bytes follow; 0 for what begins no character. */
    private static int length(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 1;
        }
        return lead >= 0xE0 && lead <= 0xEF ? 2 : lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
    }

    private static boolean second(int lead, int second) {
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= least && second <= most;
    }

    /** Whether U+FFFD is there. */
    static boolean hasReplacement(byte[] bytes, int from, int to) {
        for (int p = from; p + 2 < to; p++) {
            if (bytes[p] == (byte) 0xEF && bytes[p + 1] == (byte) 0xBF && bytes[p + 2] == (byte) 0xBD) {
                return true;
            }
        }
        return false;
    }
}
