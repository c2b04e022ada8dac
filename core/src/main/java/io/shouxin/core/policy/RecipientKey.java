// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/**
 * The public key of somebody who is sent files: an age X25519 recipient (C2SP age, {@code age1…}), which is Bech32 (BIP
 * 173) of 32 bytes. Only its shape and checksum are looked at: a key that was mistyped is refused before anything is
 * encrypted to nobody.
 */
final class RecipientKey {

    private static final String PREFIX = "age";
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATORS = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    // 32 bytes are 52 groups of 5 bits, and 6 more are the checksum.
    private static final int LENGTH = PREFIX.length() + 1 + 52 + 6;

    private RecipientKey() {
    }

    static boolean isValid(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX + "1")) {
            return false;
        }
        int check = 1;
        for (int i = 0; i < PREFIX.length(); i++) {
            check = step(check, PREFIX.charAt(i) >> 5);
        }
        check = step(check, 0);
        for (int i = 0; i < PREFIX.length(); i++) {
            check = step(check, PREFIX.charAt(i) & 31);
        }
        for (int i = PREFIX.length() + 1; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                return false;
            }
            check = step(check, value);
        }
        return check == 1;
    }

    private static int step(int check, int value) {
        int top = check >>> 25;
        int next = (check & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < GENERATORS.length; i++) {
            next ^= (top >> i & 1) == 1 ? GENERATORS[i] : 0;
        }
        return next;
    }
}
