// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A receipt: that an entry stands at its place under a signed checkpoint (C2SP tlog-proof), checkable without
 * a network and without the log. Kept in files named {@code *.tlog-proof}.
 *
 * @param extra bytes of whoever made it; nobody vouches for them
 * @param index the entry's place, from 0
 * @param hashes the inclusion proof, from the leaf up
 * @param checkpointNote the signed checkpoint, as served
 */
public record TlogProof(Optional<byte[]> extra, long index, List<byte[]> hashes, byte[] checkpointNote) {

    private static final String HEAD = "c2sp.org/tlog-proof@v1";
    private static final String MALFORMED = "ledger.proof.malformed";
    private static final int HASHES_MAX = 63;

    public TlogProof {
        hashes = List.copyOf(hashes);
        boolean possible = index >= 0 && hashes.size() <= HASHES_MAX
                && hashes.stream().allMatch(hash -> hash.length == Hashes.SIZE);
        if (!possible) {
            throw new IllegalStateException("no inclusion proof looks like this");
        }
    }

    /**
     * Reads the text form; proves nothing yet.
     *
     * @throws LedgerDamaged {@code ledger.proof.malformed}
     */
    public static TlogProof parse(byte[] file) {
        String text = file.length > Note.BYTES_MAX ? "" : TextLine.utf8(file, MALFORMED);
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new LedgerDamaged(MALFORMED);
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.substring(0, blank).split("\n", -1)));
        if (!lines.remove(0).equals(HEAD)) {
            throw new LedgerDamaged(MALFORMED);
        }
        Optional<byte[]> extra = taken(lines, "extra ").map(line -> TextLine.base64(line, MALFORMED));
        long index = taken(lines, "index ").map(line -> TextLine.decimal(line, MALFORMED))
                .orElseThrow(() -> new LedgerDamaged(MALFORMED));
        if (lines.size() > HASHES_MAX) {
            throw new LedgerDamaged(MALFORMED);
        }
        List<byte[]> hashes = lines.stream().map(line -> TextLine.hash(line, MALFORMED)).toList();
        return new TlogProof(extra, index, hashes,
                text.substring(blank + 2).getBytes(StandardCharsets.UTF_8));
    }

    /** The text form. */
    public byte[] text() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        extra.ifPresent(bytes -> text.append("extra ").append(TextLine.base64(bytes)).append('\n'));
        text.append("index ").append(index).append('\n');
        hashes.forEach(hash -> text.append(TextLine.base64(hash)).append('\n'));
        text.append('\n').append(new String(checkpointNote, StandardCharsets.UTF_8));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks everything: a given key of the log signed the checkpoint, and the proof leads from this leaf to
     * its root.
     *
     * @param leafHash {@link Hashes#leaf} of the entry's bytes
     * @return the checkpoint that proves the entry
     * @throws LedgerDamaged as {@link Checkpoint#open}, or {@code ledger.proof.wrong}
     */
    public Checkpoint verify(byte[] leafHash, VerifierKey... keys) {
        Checkpoint checkpoint = Checkpoint.open(checkpointNote, keys);
        if (!Tree.includes(leafHash, index, checkpoint.size(), hashes, checkpoint.root())) {
            throw new LedgerDamaged("ledger.proof.wrong");
        }
        return checkpoint;
    }

    private static Optional<String> taken(List<String> lines, String word) {
        return lines.isEmpty() || !lines.get(0).startsWith(word) ? Optional.empty()
                : Optional.of(lines.remove(0).substring(word.length()));
    }
}
