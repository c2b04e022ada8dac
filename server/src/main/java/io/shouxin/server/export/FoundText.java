// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.problem.Refused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file that was found as text. Whoever copied it did not say in which encoding: a mark decides, else UTF-8 where
 * all of the beginning is, else GB18030, which Chinese programs write.
 */
final class FoundText {

    private static final int SAMPLE_BYTES = 1 << 16;
    private static final int CHARACTER_BYTES_MAX = 4;
    private static final Charset GB18030 = Charset.forName("GB18030");

    private FoundText() {}

    /** @throws Refused {@code export.refused.binary} for workbooks and archives, whose text is not in the bytes */
    static Reader of(InputStream bytes) throws IOException {
        byte[] sample = bytes.readNBytes(SAMPLE_BYTES);
        Charset charset = charset(sample);
        return new InputStreamReader(new SequenceInputStream(new ByteArrayInputStream(sample), bytes), charset);
    }

    private static Charset charset(byte[] sample) {
        if (starts(sample, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        if (starts(sample, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        for (byte one : sample) {
            if (one == 0) {
                throw new Refused(Refused.Kind.UNSUPPORTED, "export.refused.binary");
            }
        }
        return isUtf8(sample) ? StandardCharsets.UTF_8 : GB18030;
    }

    private static boolean starts(byte[] sample, int first, int second) {
        return sample.length >= 2 && sample[0] == (byte) first && sample[1] == (byte) second;
    }

    /** The sample may end within a character. */
    private static boolean isUtf8(byte[] sample) {
        for (int cut = 0; cut < CHARACTER_BYTES_MAX && cut <= sample.length; cut++) {
            try {
                StandardCharsets.UTF_8.newDecoder()
                        .decode(ByteBuffer.wrap(Arrays.copyOf(sample, sample.length - cut)));
                return true;
            } catch (CharacterCodingException other) {
                if (sample.length < SAMPLE_BYTES) {
                    return false;
                }
            }
        }
        return false;
    }
}
