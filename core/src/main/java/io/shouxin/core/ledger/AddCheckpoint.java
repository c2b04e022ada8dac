// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a log sends a witness (C2SP tlog-witness, add-checkpoint): a signed checkpoint, and the proof that it
 * continues the one the witness saw last.
 *
 * @param oldSize the size the proof starts from
 * @param proof the consistency proof, at most 63 hashes
 * @param checkpointNote the signed checkpoint
 */
public record AddCheckpoint(long oldSize, List<byte[]> proof, byte[] checkpointNote) {

    /** More than the longest honest body: a witness stops reading here. */
    public static final int BYTES_MAX = Note.BYTES_MAX + 4_096;

    private static final String MALFORMED = "ledger.witness.malformed";
    private static final int PROOF_MAX = 63;

    public AddCheckpoint {
        proof = List.copyOf(proof);
        checkpointNote = checkpointNote.clone();
        if (oldSize < 0 || proof.size() > PROOF_MAX
                || !proof.stream().allMatch(hash -> hash.length == Hashes.SIZE)) {
            throw new IllegalStateException("no consistency proof looks like this");
        }
    }

    /**
     * Reads a body; proves nothing yet.
     *
     * @throws LedgerDamaged {@code ledger.witness.malformed}
     */
    public static AddCheckpoint parse(byte[] body) {
        String text = body.length > BYTES_MAX ? "" : TextLine.utf8(body, MALFORMED);
        int blank = text.indexOf("\n\n");
        if (blank < 0 || !text.startsWith("old ")) {
            throw new LedgerDamaged(MALFORMED);
        }
        String[] lines = text.substring("old ".length(), blank).split("\n", -1);
        if (lines.length > 1 + PROOF_MAX) {
            throw new LedgerDamaged(MALFORMED);
        }
        long oldSize = TextLine.decimal(lines[0], MALFORMED);
        List<byte[]> proof = Arrays.stream(lines).skip(1).map(line -> TextLine.hash(line, MALFORMED)).toList();
        return new AddCheckpoint(oldSize, proof, text.substring(blank + 2).getBytes(StandardCharsets.UTF_8));
    }

    /** The body. */
    public byte[] body() {
        StringBuilder body = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> body.append(TextLine.base64(hash)).append('\n'));
        return (body + "\n" + new String(checkpointNote, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] checkpointNote() {
        return checkpointNote.clone();
    }
}
