// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.Arrays;

/**
 * What a log commits itself to: so many entries, this root (C2SP tlog-checkpoint). Says nothing until it is
 * signed: {@code Note.sign(checkpoint.text(), signer)}.
 *
 * @param origin the log's name, the same as its key's
 * @param size the number of entries, 0 or more
 * @param root 32 bytes
 */
public record Checkpoint(String origin, long size, byte[] root) {

    private static final String MALFORMED = "ledger.checkpoint.malformed";

    public Checkpoint {
        if (origin.isEmpty() || origin.chars().anyMatch(Character::isISOControl)) {
            throw new LedgerRefused("ledger.checkpoint.origin");
        }
        if (size < 0 || root.length != Hashes.SIZE) {
            throw new IllegalStateException("a checkpoint has a size of 0 or more and a root of 32 bytes");
        }
        root = root.clone();
    }

    /**
     * Reads a checkpoint's text. Lines after the third belong to others and are skipped, but not empty ones.
     *
     * @throws LedgerDamaged {@code ledger.checkpoint.malformed}
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        boolean whole = lines.length >= 4 && lines[lines.length - 1].isEmpty()
                && Arrays.stream(lines, 0, lines.length - 1).noneMatch(String::isEmpty);
        if (!whole || lines[0].chars().anyMatch(Character::isISOControl)) {
            throw new LedgerDamaged(MALFORMED);
        }
        return new Checkpoint(lines[0], TextLine.decimal(lines[1], MALFORMED),
                TextLine.hash(lines[2], MALFORMED));
    }

    /**
     * Opens a signed checkpoint.
     *
     * @throws LedgerDamaged as {@link Note#open} and {@link #parse}, and {@code ledger.note.unsigned} if only
     *     others signed it and not the log it names
     */
    public static Checkpoint open(byte[] note, VerifierKey... keys) {
        Note opened = Note.open(note, keys);
        Checkpoint checkpoint = parse(opened.text());
        if (!opened.isSignedBy(checkpoint.origin)) {
            throw new LedgerDamaged("ledger.note.unsigned");
        }
        return checkpoint;
    }

    /** Three lines, each with its newline. */
    public String text() {
        return origin + "\n" + size + "\n" + TextLine.base64(root) + "\n";
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that && origin.equals(that.origin) && size == that.size
                && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return origin.hashCode() * 31 + Long.hashCode(size) + Arrays.hashCode(root);
    }
}
