// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a cosigner signs, and how its signature carries the time (C2SP tlog-cosignature). The Ed25519 kind
 * covers the whole text of the checkpoint; the ML-DSA kind covers the cosigner's name, origin, size and root,
 * and no further line.
 */
final class Cosignature {

    private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_MAX = 255;

    private Cosignature() {
    }

    /** @throws LedgerDamaged {@code ledger.checkpoint.malformed} if the ML-DSA kind meets no checkpoint */
    static byte[] message(NoteAlgorithm algorithm, String name, long seconds, byte[] text) {
        if (algorithm == NoteAlgorithm.ML_DSA_44_COSIGNATURE) {
            return subtree(name, seconds,
                    Checkpoint.parse(TextLine.utf8(text, "ledger.checkpoint.malformed")));
        }
        byte[] head = ("cosignature/v1\ntime " + seconds + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(head, head.length + text.length);
        System.arraycopy(text, 0, message, head.length, text.length);
        return message;
    }

    static byte[] timestamped(long seconds, byte[] signature) {
        return ByteBuffer.allocate(Long.BYTES + signature.length).putLong(seconds).put(signature).array();
    }

    /** The time a signature carries, or a negative number where it carries none. */
    static long seconds(byte[] timestamped) {
        return timestamped.length < Long.BYTES ? -1 : ByteBuffer.wrap(timestamped).getLong();
    }

    static byte[] signature(byte[] timestamped) {
        return Arrays.copyOfRange(timestamped, Long.BYTES, timestamped.length);
    }

    private static byte[] subtree(String name, long seconds, Checkpoint checkpoint) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(SUBTREE);
        name(message, name);
        message.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(seconds).array());
        name(message, checkpoint.origin());
        message.writeBytes(ByteBuffer.allocate(2 * Long.BYTES).putLong(0).putLong(checkpoint.size()).array());
        message.writeBytes(checkpoint.root());
        return message.toByteArray();
    }

    private static void name(ByteArrayOutputStream message, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME_MAX) {
            // The structure has one byte for the length, so such a name cannot be cosigned.
            throw new LedgerDamaged("ledger.checkpoint.malformed");
        }
        message.write(bytes.length);
        message.writeBytes(bytes);
    }
}
