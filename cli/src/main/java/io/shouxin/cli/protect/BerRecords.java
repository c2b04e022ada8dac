// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Call records in BER (ITU-T X.690) one behind the other, as 3GPP TS 32.298 has them: each a choice whose tag says the
 * kind, with fields told apart by their tags. Lengths may be definite or not; padding of 00 or FF between records is
 * passed over. What is malformed ends the reading, because nothing says where the next record begins.
 */
final class BerRecords {

    static final int RECORD_MAX = 1 << 20;
    private static final int DEPTH_MAX = 16;
    private static final int CONSTRUCTED = 0x20;

    private static final int CLASS = 0xC0;
    private static final int CONTEXT_SPECIFIC = 0x80;
    private static final int IDENTIFIER_MAX = 4;
    /** Of the three bits for the data record format; the others are for packed encodings and XML. */
    private static final int FORMAT_BER = 1;
    private static final int RELEASE_EXTENDED = 7;

    private final InputStream source;
    private final boolean framed;
    private long number;
    /** Bytes of the source that were read, padding included. */
    private long offset;

    /** A field as it stands, its identifier and length included, and where its content is. */
    record Field(int tag, byte[] identifier, byte[] content) {

        /** The fields of call records are context-specific; another class is another field, whatever its number. */
        boolean isContextSpecific() {
            return (identifier[0] & CLASS) == CONTEXT_SPECIFIC;
        }
    }

    /**
     * One record.
     *
     * @param frame its header by TS 32.297, whose first two bytes are the record's length; empty where it has none
     */
    record Record(long number, byte[] frame, int tag, byte[] identifier, List<Field> fields) {}

    /** @param framed whether each record has a header by TS 32.297 before it */
    BerRecords(InputStream source, boolean framed) {
        this.source = new BufferedInputStream(source, 1 << 16);
        this.framed = framed;
    }

    /** The header of the file, before the first record. */
    CdrFile header(long fileBytes) throws IOException {
        CdrFile file = CdrFile.read(source, fileBytes);
        offset = file.length();
        return file;
    }

    /** Takes for granted what an earlier run has read, a header included. */
    void resume(long records, long at) throws IOException {
        source.skipNBytes(at - offset);
        number = records;
        offset = at;
    }

    /** Bytes up to the next record or the padding before it. */
    long offset() {
        return offset;
    }

    /** The next record; null at the end. */
    Record next() throws IOException {
        int first = read();
        while (!framed && (first == 0 || first == 0xFF)) {
            first = read();
        }
        if (first < 0) {
            return null;
        }
        number++;
        byte[] frame = framed ? frame(first) : new byte[0];
        Element element = framed ? framed(frame) : element(first, 0, RECORD_MAX);
        if ((element.identifier[0] & CONSTRUCTED) == 0) {
            throw damaged();
        }
        List<Field> fields = new ArrayList<>();
        int[] at = {0};
        while (at[0] < element.content.length) {
            fields.add(field(element.content, at, 0));
        }
        return new Record(number, frame, element.tag, element.identifier, fields);
    }

    /** Length of the record, release and version, format and specification, and of later releases one byte more. */
    private byte[] frame(int first) throws IOException {
        byte[] frame = {(byte) first, (byte) one(), (byte) one(), (byte) one()};
        if ((frame[3] & 0xFF) >> 5 != FORMAT_BER) {
            throw damaged();
        }
        if ((frame[2] & 0xFF) >> 5 == RELEASE_EXTENDED) {
            frame = Arrays.copyOf(frame, frame.length + 1);
            frame[frame.length - 1] = (byte) one();
        }
        return frame;
    }

    /** A record that fills the length its header says. */
    private Element framed(byte[] frame) throws IOException {
        int length = (frame[0] & 0xFF) << 8 | frame[1] & 0xFF;
        byte[] bytes = source.readNBytes(length);
        offset += bytes.length;
        int[] at = {0};
        check(bytes, 0);
        Field whole = field(bytes, at, 0);
        if (bytes.length < length || at[0] != length) {
            throw damaged();
        }
        return new Element(whole.tag, whole.identifier, whole.content);
    }

    private record Element(int tag, byte[] identifier, byte[] content) {}

    /** An element of the source whose first byte was read; its content with definite lengths all the way down. */
    private Element element(int first, int depth, int max) throws IOException {
        if (depth > DEPTH_MAX) {
            throw damaged();
        }
        ByteArrayOutputStream identifier = new ByteArrayOutputStream();
        identifier.write(first);
        int tag = first & 0x1F;
        if (tag == 0x1F) {
            tag = 0;
            int next;
            do {
                next = one();
                identifier.write(next);
                tag = tag << 7 | next & 0x7F;
                if (identifier.size() > IDENTIFIER_MAX) {
                    throw damaged();
                }
            } while ((next & 0x80) != 0);
        }
        int length = one();
        if (length == 0x80) {
            return new Element(tag, identifier.toByteArray(), untilEnd(depth, max));
        }
        if (length > 0x80) {
            int bytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = bytes > 4 ? -1 : length << 8 | one();
            }
        }
        if (length < 0 || length > max) {
            throw damaged();
        }
        byte[] content = source.readNBytes(length);
        offset += content.length;
        if (content.length < length) {
            throw damaged();
        }
        return new Element(tag, identifier.toByteArray(), content);
    }

    private byte[] untilEnd(int depth, int max) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            int first = one();
            if (first == 0) {
                if (one() != 0) {
                    throw damaged();
                }
                return content.toByteArray();
            }
            Element inner = element(first, depth + 1, max - content.size());
            write(inner.identifier, inner.content, content);
            if (content.size() > max) {
                throw damaged();
            }
        }
    }

    private static Field field(byte[] bytes, int[] at, int depth) {
        if (depth > DEPTH_MAX) {
            throw damaged();
        }
        int start = at[0];
        int p = start + 1;
        int tag = bytes[start] & 0x1F;
        if (tag == 0x1F) {
            tag = 0;
            do {
                check(bytes, p);
                tag = tag << 7 | bytes[p] & 0x7F;
                if (p - start >= IDENTIFIER_MAX) {
                    throw damaged();
                }
            } while ((bytes[p++] & 0x80) != 0);
        }
        byte[] identifier = Arrays.copyOfRange(bytes, start, p);
        check(bytes, p);
        int length = bytes[p++] & 0xFF;
        if (length == 0x80) {
            return indefinite(bytes, new Field(tag, identifier, new byte[0]), p, at, depth);
        }
        if (length > 0x80) {
            int count = length & 0x7F;
            length = 0;
            for (int i = 0; i < count; i++) {
                check(bytes, p);
                length = count > 3 ? Integer.MAX_VALUE : length << 8 | bytes[p++] & 0xFF;
            }
        }
        if (length > bytes.length - p) {
            throw damaged();
        }
        at[0] = p + length;
        return new Field(tag, identifier, Arrays.copyOfRange(bytes, p, p + length));
    }

    /** A field of indefinite length within one of definite length. */
    private static Field indefinite(byte[] bytes, Field open, int from, int[] at, int depth) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int[] p = {from};
        while (true) {
            check(bytes, p[0] + 1);
            if (bytes[p[0]] == 0 && bytes[p[0] + 1] == 0) {
                at[0] = p[0] + 2;
                return new Field(open.tag, open.identifier, content.toByteArray());
            }
            Field inner = field(bytes, p, depth + 1);
            write(inner.identifier, inner.content, content);
        }
    }

    private static void check(byte[] bytes, int at) {
        if (at >= bytes.length) {
            throw damaged();
        }
    }

    /** An element with its length in the shortest definite form. */
    static void write(byte[] identifier, byte[] content, ByteArrayOutputStream out) {
        out.writeBytes(identifier);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> 8 * i);
            }
        }
        out.writeBytes(content);
    }

    private int read() throws IOException {
        int one = source.read();
        offset += one < 0 ? 0 : 1;
        return one;
    }

    private int one() throws IOException {
        int one = read();
        if (one < 0) {
            throw damaged();
        }
        return one;
    }

    /** Told with the number of the record by whoever reads. */
    private static Malformed damaged() {
        return new Malformed();
    }

    /** The record is no BER. */
    static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1;

        Malformed() {
            super("protect.ber.malformed", null, false, false);
        }
    }

    /** The number of the record that was read last. */
    long number() {
        return number;
    }

    static Failure refusal(long record) {
        return new Failure(Exit.INPUT, "protect.ber.malformed", record);
    }
}
