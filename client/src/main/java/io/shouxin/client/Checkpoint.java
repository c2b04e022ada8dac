// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

/**
 * The newest signed state of the ledger. This client reads it and does not check its signature:
 * whoever needs that checks the note with the ledger's public key.
 *
 * @param root in base64, as in the note
 * @param note the whole signed note
 */
public record Checkpoint(String origin, long size, String root, String note) {

    static Checkpoint read(String note) {
        String[] lines = note.split("\n", 4);
        if (lines.length < 4 || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new NoAnswer("The checkpoint is not a signed note.", null);
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), lines[2], note);
    }
}
