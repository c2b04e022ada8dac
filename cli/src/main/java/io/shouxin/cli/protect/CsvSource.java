// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.file.CsvFormat;
import io.shouxin.cli.file.DecodingReader;
import io.shouxin.cli.file.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A table as it lies there: in which encoding, divided by what. An encoding is told, marked, or the beginning is valid
 * UTF-8; one that merely looks like another is never taken, because a wrong guess changes values without a trace.
 */
final class CsvSource implements AutoCloseable {

    static final Path STANDARD_INPUT = Path.of("-");
    private static final int SEPARATOR_SAMPLE = 1 << 16;

    private final Path path;
    private final Progress progress;
    private final TextEncoding encoding;
    private final char separator;
    private InputStream bytes;

    private CsvSource(Path path, Progress progress, TextEncoding encoding, char separator, InputStream bytes) {
        this.path = path;
        this.progress = progress;
        this.encoding = encoding;
        this.separator = separator;
        this.bytes = bytes;
    }

    /**
     * Opens a table.
     *
     * @param told the encoding, or null
     * @param divides what divides cells, or 0 to find out
     */
    static CsvSource open(Path path, Charset told, char divides, Console console, Progress progress)
            throws IOException {
        InputStream in = bytes(path, console, progress).stream;
        byte[] sample = in.readNBytes(TextEncoding.SAMPLE_BYTES);
        TextEncoding encoding = encoding(told, sample);
        char separator = divides != 0 ? divides : separator(sample, encoding);
        return new CsvSource(path, progress, encoding, separator,
                new SequenceInputStream(new ByteArrayInputStream(sample), in));
    }

    /** An input that is no text. */
    record Bytes(InputStream stream, boolean pipe) implements AutoCloseable {

        /** The standard input is not ours to close. */
        @Override
        public void close() throws IOException {
            if (!pipe) {
                stream.close();
            }
        }
    }

    static Bytes bytes(Path path, Console console, Progress progress) throws IOException {
        boolean pipe = path.equals(STANDARD_INPUT);
        if (!pipe && !Files.isRegularFile(path)) {
            throw new Failure(Exit.INPUT, "input.missing", path.toString());
        }
        progress.on(path.toString());
        if (!pipe) {
            progress.expect(Files.size(path));
        }
        return new Bytes(new Counted(pipe ? console.in() : Files.newInputStream(path), progress), pipe);
    }

    TextEncoding encoding() {
        return encoding;
    }

    char separator() {
        return separator;
    }

    boolean isUtf8() {
        return encoding.charset().equals(StandardCharsets.UTF_8);
    }

    /** Whether it can be read again, and so gone on with in the middle. */
    boolean isFile() {
        return !path.equals(STANDARD_INPUT);
    }

    /** From the beginning, behind a byte order mark. */
    CsvCells cells() throws IOException {
        if (isUtf8()) {
            bytes.skipNBytes(encoding.markBytes());
            return new CsvCells(bytes, separator, false);
        }
        return new CsvCells(new Utf8Stream(new DecodingReader(bytes, encoding, count -> { })), separator, true);
    }

    /**
     * From an offset behind the mark that an earlier run came to. In another encoding than UTF-8 it counts the bytes of
     * UTF-8 that the same file always becomes: what lies before it is decoded again.
     */
    CsvCells cells(long offset) throws IOException {
        bytes.close();
        bytes = new Counted(Files.newInputStream(path), progress);
        if (isUtf8()) {
            bytes.skipNBytes(encoding.markBytes() + offset);
            return new CsvCells(bytes, separator, false);
        }
        Utf8Stream decoded = new Utf8Stream(new DecodingReader(bytes, encoding, count -> { }));
        decoded.skipNBytes(offset);
        return new CsvCells(decoded, separator, true);
    }

    @Override
    public void close() throws IOException {
        if (!path.equals(STANDARD_INPUT)) {
            bytes.close();
        }
    }

    private static TextEncoding encoding(Charset told, byte[] sample) {
        if (told != null) {
            return TextEncoding.told(told, sample, sample.length);
        }
        TextEncoding found = TextEncoding.detect(sample, sample.length);
        if (found == null) {
            throw new Failure(Exit.INPUT, "protect.encoding-unknown");
        }
        if (found.how() == TextEncoding.Known.LOOKS_LIKE_GB18030
                || found.how() == TextEncoding.Known.LOOKS_LIKE_UTF16) {
            throw new Failure(Exit.INPUT, "protect.encoding-looks", found.name());
        }
        return found;
    }

    private static char separator(byte[] sample, TextEncoding encoding) throws IOException {
        StringBuilder beginning = new StringBuilder();
        try (DecodingReader reader = new DecodingReader(new ByteArrayInputStream(sample), encoding, count -> { })) {
            char[] buffer = new char[4096];
            for (int got = 0; got >= 0 && beginning.length() < SEPARATOR_SAMPLE; got = reader.read(buffer, 0, 4096)) {
                beginning.append(buffer, 0, got);
            }
        }
        CsvFormat detected = CsvFormat.detect(beginning);
        return detected == null ? ',' : detected.separator();
    }

    /** Tells the progress what went by. */
    private static final class Counted extends FilterInputStream {

        private final Progress progress;

        Counted(InputStream in, Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            try {
                int got = in.read(target, from, length);
                progress.add(Math.max(0, got));
                return got;
            } catch (IOException broken) {
                // So that it is not taken for an output that cannot be written.
                throw new Failure(Exit.INPUT, "input.broke-off");
            }
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(count);
            progress.skipped(skipped);
            return skipped;
        }
    }
}
