// SPDX-License-Identifier: Apache-2.0
package io.shouxin.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Reads an input as a list of changes to something valid. Whoever signs or seals refuses nearly all bytes at
 * the first look; what is interesting is one step beside what is accepted.
 */
public final class Edits {

    private static final int STEP = 4;
    private static final int STEPS_MAX = 64;

    private Edits() {
    }

    /** Each four bytes are one change: what is done, where (two bytes), and with which byte. */
    public static byte[] apply(byte[] valid, byte[] changes) {
        byte[] changed = valid;
        for (int at = 0; at + STEP <= changes.length && at < STEP * STEPS_MAX; at += STEP) {
            int place = (changes[at + 1] & 0xff) << 8 | changes[at + 2] & 0xff;
            changed = step(changed, changes[at] & 0xff, changed.length == 0 ? 0 : place % changed.length,
                    changes[at + 3]);
        }
        return changed;
    }

    private static byte[] step(byte[] from, int kind, int place, byte with) {
        int run = Math.min(from.length - place, 1 + (with & 0xff));
        switch (kind % 5) {
            case 0:
                byte[] replaced = from.clone();
                if (place < replaced.length) {
                    replaced[place] = with;
                }
                return replaced;
            case 1:
                return joined(Arrays.copyOf(from, place), new byte[] {with}, tail(from, place));
            case 2:
                return joined(Arrays.copyOf(from, place), new byte[0], tail(from, place + run));
            case 3:
                return joined(Arrays.copyOf(from, place + run), Arrays.copyOfRange(from, place, place + run),
                        tail(from, place + run));
            default:
                // What stood at the place comes first: pieces change their order.
                return joined(Arrays.copyOfRange(from, place, place + run), Arrays.copyOf(from, place),
                        tail(from, place + run));
        }
    }

    private static byte[] tail(byte[] from, int place) {
        return Arrays.copyOfRange(from, Math.min(place, from.length), from.length);
    }

    private static byte[] joined(byte[] head, byte[] middle, byte[] tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head);
        out.writeBytes(middle);
        out.writeBytes(tail);
        return out.toByteArray();
    }
}
