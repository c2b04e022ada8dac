// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import java.io.IOException;
import java.util.Properties;

/** Notes from time to time how far a run is, once what it wrote so far is on the disk. */
final class Notes {

    /** A note every so many bytes of input: some seconds of work to repeat at most. */
    private static final long EVERY_BYTES = 1L << 24;

    private final PartFile part;
    private final PartFile refused;
    private final String identity;
    private long noted = -1;

    /** What a run knows of itself between two batches. */
    interface Position {

        /** Puts what it wrote so far where {@link PartFile#force} finds it. */
        void flush() throws IOException;

        /** Says how far it is. */
        void save(Properties note);
    }

    /** @param refused the part of the rejects, or null */
    Notes(PartFile part, PartFile refused, String identity) {
        this.part = part;
        this.refused = refused;
        this.identity = identity;
    }

    /** The note of an earlier run of the very same work; null if there is none, or it shall start over. */
    Properties earlier(boolean startOver) throws IOException {
        return startOver ? null : part.note(identity, refused);
    }

    /** @param offset how much of the input is done */
    void perhaps(long offset, Position position) throws IOException {
        if (noted < 0) {
            noted = offset;
        }
        if (offset - noted < EVERY_BYTES) {
            return;
        }
        noted = offset;
        position.flush();
        part.force();
        if (refused != null) {
            refused.force();
        }
        Properties note = new Properties();
        note.setProperty("work", identity);
        note.setProperty("offset", Long.toString(offset));
        position.save(note);
        part.note(note);
    }

    static long number(Properties note, String key) {
        return note == null ? 0 : Long.parseLong(note.getProperty(key));
    }
}
