// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Bytes as characters. What is not of the encoding becomes U+FFFD, by which the row is known and told as unreadable;
 * it never becomes another character in silence.
 */
public final class DecodingReader extends Reader {

    /** Stands where bytes could not be read. */
    public static final char UNREADABLE = '\uFFFD';

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream source;
    private final CharsetDecoder decoder;
    private final LongConsumer bytesRead;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private boolean ended;
    private boolean flushed;

    /** @param bytesRead hears how many more bytes were read */
    public DecodingReader(InputStream source, TextEncoding encoding, LongConsumer bytesRead) throws IOException {
        this.source = source;
        this.bytesRead = bytesRead;
        this.decoder = encoding.charset().newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE).replaceWith(String.valueOf(UNREADABLE));
        source.skipNBytes(encoding.markBytes());
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        CharBuffer out = CharBuffer.wrap(target, from, length).slice();
        while (out.position() == 0 && !flushed) {
            CoderResult result = decoder.decode(bytes, out, ended);
            if (!result.isUnderflow()) {
                continue;
            }
            if (ended) {
                decoder.flush(out);
                flushed = true;
            } else if (out.position() == 0) {
                fill();
            }
        }
        return out.position() == 0 ? -1 : out.position();
    }

    private void fill() throws IOException {
        bytes.compact();
        int got = source.read(bytes.array(), bytes.position(), bytes.remaining());
        if (got < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + got);
            bytesRead.accept(got);
        }
        bytes.flip();
    }

    /** What was in the buffer may be somebody's. */
    @Override
    public void close() throws IOException {
        Arrays.fill(bytes.array(), (byte) 0);
        source.close();
    }
}
