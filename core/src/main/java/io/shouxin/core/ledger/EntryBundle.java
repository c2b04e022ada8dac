// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Up to 256 entries, each behind its length as two bytes, big-endian (C2SP tlog-tiles). */
public final class EntryBundle {

    private EntryBundle() {
    }

    /** @param entries 1 to 256 entries of at most 65,535 bytes */
    public static byte[] write(List<byte[]> entries) {
        if (entries.isEmpty() || entries.size() > Tile.WIDTH) {
            throw new IllegalStateException("a bundle holds 1 to 256 entries, not " + entries.size());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > Entry.BYTES_MAX) {
                throw new LedgerRefused("ledger.entry.too-large");
            }
            out.write(entry.length >> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /** @throws LedgerDamaged {@code ledger.bundle.broken} if the frames do not fill the bytes exactly */
    public static List<byte[]> read(byte[] bundle) {
        List<byte[]> entries = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bundle);
        while (in.hasRemaining()) {
            int length = in.remaining() < 2 ? Integer.MAX_VALUE : Short.toUnsignedInt(in.getShort());
            if (length > in.remaining() || entries.size() == Tile.WIDTH) {
                throw new LedgerDamaged("ledger.bundle.broken");
            }
            byte[] entry = new byte[length];
            in.get(entry);
            entries.add(entry);
        }
        return entries;
    }
}
