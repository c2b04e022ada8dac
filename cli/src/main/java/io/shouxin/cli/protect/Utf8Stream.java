// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** A text of another encoding as bytes of UTF-8. What its reader could not read is U+FFFD there and here. */
final class Utf8Stream extends InputStream {

    private static final int BUFFER = 1 << 15;

    private final Reader text;
    private final CharsetEncoder encoder = UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD});
    private final CharBuffer characters = CharBuffer.allocate(BUFFER).limit(0);
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * BUFFER).limit(0);
    private boolean ended;

    Utf8Stream(Reader text) {
        this.text = text;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!bytes.hasRemaining() && !ended) {
            fill();
        }
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(target, from, count);
        return count;
    }

    private void fill() throws IOException {
        characters.compact();
        int got = text.read(characters.array(), characters.position(), characters.remaining());
        ended = got < 0;
        characters.position(characters.position() + Math.max(0, got)).flip();
        bytes.clear();
        encoder.encode(characters, bytes, ended);
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        Arrays.fill(characters.array(), '\0');
        Arrays.fill(bytes.array(), (byte) 0);
        text.close();
    }
}
