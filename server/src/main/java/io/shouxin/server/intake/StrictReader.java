// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.intake.Mapping.Encoding;
import io.shouxin.server.problem.Refused;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Decodes exactly what was declared. A byte that is not of the encoding stops the import with its
 * place; it never becomes a question mark in somebody's name.
 */
final class StrictReader extends Reader {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MARK_BYTES_MAX = 3;

    private final InputStream source;
    private final Encoding declared;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final CharsetDecoder decoder;
    private long offset;
    private long line = 1;
    private boolean ended;
    private boolean flushed;

    StrictReader(InputStream source, Encoding declared) throws IOException {
        this.source = source;
        this.declared = declared;
        while (!ended && bytes.remaining() < MARK_BYTES_MAX) {
            fill();
        }
        this.decoder = Charset.forName(charset()).newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Which decoder it is after a look at the byte order mark, which is taken away. */
    private String charset() {
        String found = startsWith(0xEF, 0xBB, 0xBF) ? "utf-8" : startsWith(0xFE, 0xFF) || startsWith(0xFF, 0xFE)
                ? "utf-16" : "";
        if (!found.isEmpty() && !found.equals(declared.code())) {
            throw new Refused(Refused.Kind.INVALID, "intake.encoding-mark", found, declared.code());
        }
        if (declared == Encoding.UTF_16) {
            if (found.isEmpty()) {
                throw new Refused(Refused.Kind.INVALID, "intake.encoding-no-mark");
            }
            boolean little = startsWith(0xFF, 0xFE);
            bytes.position(bytes.position() + 2);
            return little ? "UTF-16LE" : "UTF-16BE";
        }
        if (!found.isEmpty()) {
            bytes.position(bytes.position() + MARK_BYTES_MAX);
        }
        return declared.charset();
    }

    private boolean startsWith(int... mark) {
        if (bytes.remaining() < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes.get(bytes.position() + i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        CharBuffer out = CharBuffer.wrap(target, from, length).slice();
        while (out.position() == 0 && !flushed) {
            CoderResult result = decoder.decode(bytes, out, ended);
            if (result.isError() && out.position() == 0) {
                throw new Refused(Refused.Kind.INVALID, "intake.encoding",
                        Long.toString(offset + bytes.position()), Long.toString(line), declared.code());
            }
            if (result.isUnderflow()) {
                if (ended) {
                    decoder.flush(out);
                    flushed = true;
                } else if (out.position() == 0) {
                    fill();
                }
            }
        }
        int got = out.position();
        for (int i = from; i < from + got; i++) {
            if (target[i] == '\n') {
                line++;
            }
        }
        return got == 0 ? -1 : got;
    }

    private void fill() throws IOException {
        offset += bytes.position();
        bytes.compact();
        int got = source.read(bytes.array(), bytes.position(), bytes.remaining());
        if (got < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + got);
        }
        bytes.flip();
    }

    /** What was in the buffer is a customer's. */
    @Override
    public void close() throws IOException {
        Arrays.fill(bytes.array(), (byte) 0);
        source.close();
    }
}
