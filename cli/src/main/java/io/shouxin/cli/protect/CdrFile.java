// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The header of a file of call records (3GPP TS 32.297, 6.1.1), kept as it stands but for two numbers: how long the
 * file is and how many records it has. It names nodes and times and nobody's numbers.
 */
final class CdrFile {

    /** Up to the lengths of routeing filter and private extension, both empty. */
    private static final int HEADER_MIN = 52;
    private static final int HEADER_MAX = HEADER_MIN + 2 * 0xFFFF + 2;
    private static final int RECORDS_AT = 18;
    /** Where the writer of the file did not know, because it had not closed it. */
    private static final int NOT_KNOWN = -1;

    private final byte[] header;

    private CdrFile(byte[] header) {
        this.header = header;
    }

    /**
     * Reads the header.
     *
     * @param fileBytes how long the file is
     * @throws Failure {@code protect.cdr.header} for what is no header or says another length
     */
    static CdrFile read(InputStream source, long fileBytes) throws IOException {
        byte[] start = source.readNBytes(HEADER_MIN);
        ByteBuffer fields = ByteBuffer.wrap(start);
        if (start.length < HEADER_MIN) {
            throw refusal();
        }
        int length = fields.getInt(0);
        int headerBytes = fields.getInt(4);
        boolean fits = length == NOT_KNOWN || Integer.toUnsignedLong(length) == fileBytes;
        if (!fits || headerBytes < HEADER_MIN || headerBytes > HEADER_MAX) {
            throw refusal();
        }
        byte[] rest = source.readNBytes(headerBytes - HEADER_MIN);
        if (rest.length < headerBytes - HEADER_MIN) {
            throw refusal();
        }
        return new CdrFile(ByteBuffer.allocate(headerBytes).put(start).put(rest).array());
    }

    int length() {
        return header.length;
    }

    /** @throws Failure if the file has not as many records as its header says */
    void check(long records) {
        int said = ByteBuffer.wrap(header).getInt(RECORDS_AT);
        if (said != NOT_KNOWN && Integer.toUnsignedLong(said) != records) {
            throw refusal();
        }
    }

    /** The header of a file of so many bytes and records. */
    byte[] with(long fileBytes, long records) {
        return ByteBuffer.wrap(header.clone()).putInt(0, (int) fileBytes).putInt(RECORDS_AT, (int) records).array();
    }

    private static Failure refusal() {
        return new Failure(Exit.INPUT, "protect.cdr.header");
    }
}
