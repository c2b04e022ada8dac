// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads the pieces the C2SP text formats are made of. The JDK's decoders forgive a missing padding, stray
 * bits and a leading plus sign; here each value has one spelling, so that two files never mean the same.
 */
final class TextLine {

    private TextLine() {
    }

    /** @param key of the {@link LedgerDamaged} to throw for anything but standard base 64 */
    static byte[] base64(String line, String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(line);
            if (base64(bytes).equals(line)) {
                return bytes;
            }
        } catch (IllegalArgumentException wrong) {
            throw new LedgerDamaged(key);
        }
        throw new LedgerDamaged(key);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] hash(String line, String key) {
        byte[] hash = base64(line, key);
        if (hash.length != Hashes.SIZE) {
            throw new LedgerDamaged(key);
        }
        return hash;
    }

    /** A number from 0 to 2^63-1 without sign or leading zero. */
    static long decimal(String line, String key) {
        try {
            long number = Long.parseLong(line);
            if (number >= 0 && Long.toString(number).equals(line)) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            throw new LedgerDamaged(key);
        }
        throw new LedgerDamaged(key);
    }

    static String utf8(byte[] bytes, String key) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw new LedgerDamaged(key);
        }
    }

    static boolean hasControls(String text) {
        return text.chars().anyMatch(unit -> unit < 0x20 && unit != '\n');
    }
}
