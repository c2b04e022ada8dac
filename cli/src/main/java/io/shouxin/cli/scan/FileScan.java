// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.file.CsvFormat;
import io.shouxin.cli.file.CsvTable;
import io.shouxin.cli.file.DecodingReader;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.core.detect.Detector;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Files and folders, and the standard input. */
final class FileScan {

    /** What a source is taken for. */
    enum As { AUTO, TABLE, TEXT }

    /**
     * What the user said about the sources.
     *
     * @param encoding null to find out
     * @param separator 0 to find out
     * @param header null to find out
     */
    record Told(As as, Charset encoding, char separator, Boolean header, long rowsMax) {}

    private static final List<String> TABLES = List.of(".csv", ".tsv", ".psv");
    private static final int SEPARATOR_SAMPLE = 1 << 16;

    private final Detector detector;
    private final Told told;
    private final Progress progress;

    FileScan(Detector detector, Told told, Progress progress) {
        this.detector = detector;
        this.told = told;
        this.progress = progress;
    }

    /** The files below the paths, in the order of their names. Links are not followed out of a folder. */
    static List<Path> files(List<Path> paths) {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new Failure(Exit.INPUT, "input.missing", path.toString());
            }
            try (Stream<Path> below = Files.walk(path)) {
                below.filter(one -> Files.isRegularFile(one)
                        && (one.equals(path) || !Files.isSymbolicLink(one))).sorted().forEach(files::add);
            } catch (IOException | java.io.UncheckedIOException unreadable) {
                throw new Failure(Exit.INPUT, "input.unreadable", path.toString());
            }
        }
        return files;
    }

    SourceReport file(Path path) {
        progress.on(path.toString());
        try (InputStream in = Files.newInputStream(path)) {
            return stream(path.toString(), in);
        } catch (IOException unreadable) {
            return new SourceReport.LeftOut(path.toString(), "left-out.unreadable", List.of(), true);
        }
    }

    /** @param name what the report calls it */
    SourceReport stream(String name, InputStream source) throws IOException {
        byte[] sample = source.readNBytes(TextEncoding.SAMPLE_BYTES);
        InputStream whole = new BufferedInputStream(
                new SequenceInputStream(new ByteArrayInputStream(sample), source), 1 << 16);
        if (sample.length == 0) {
            return new SourceReport.LeftOut(name, "left-out.empty", List.of(), false);
        }
        if (told.encoding() == null && TextEncoding.binary(sample, sample.length)) {
            progress.add(0);
            return new SourceReport.LeftOut(name, "left-out.binary", List.of(), false);
        }
        TextEncoding encoding;
        try {
            encoding = told.encoding() != null ? TextEncoding.told(told.encoding(), sample, sample.length)
                    : TextEncoding.detect(sample, sample.length);
        } catch (Failure refused) {
            return new SourceReport.LeftOut(name, "left-out.mark", List.of(told.encoding().name()), true);
        }
        if (encoding == null) {
            return new SourceReport.LeftOut(name, "left-out.encoding", List.of(), true);
        }
        String how = "encoding.how." + encoding.how().name().toLowerCase(Locale.ROOT).replace('_', '-');
        CsvFormat format = format(name, sample, encoding);
        try (DecodingReader text = new DecodingReader(whole, encoding, progress::add)) {
            if (format == null) {
                return text(name, new SourceReport.Reading(encoding.name(), how, ""), text);
            }
            SourceReport.Reading reading = new SourceReport.Reading(encoding.name(), how, shown(format.separator()));
            try (CsvTable table = new CsvTable(text, format)) {
                return new TableScan(detector, told.rowsMax()).run(name, reading, table, told.header());
            }
        } catch (Failure unreadable) {
            return new SourceReport.LeftOut(name, "left-out.table", List.of(), true);
        }
    }

    private SourceReport text(String name, SourceReport.Reading reading, DecodingReader text) throws IOException {
        TextFinder finder = new TextFinder(detector);
        finder.read(text);
        return new SourceReport.Text(name, reading, finder.lines(), finder.unreadableLines(), finder.found());
    }

    /** Null for a text. A file that calls itself a table is one, if only of one column. */
    private CsvFormat format(String name, byte[] sample, TextEncoding encoding) throws IOException {
        if (told.as() == As.TEXT) {
            return null;
        }
        boolean named = TABLES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
        if (told.as() == As.AUTO && !named && !name.toLowerCase(Locale.ROOT).endsWith(".txt")) {
            return null;
        }
        if (told.separator() != 0) {
            return new CsvFormat(told.separator(), '"');
        }
        StringBuilder beginning = new StringBuilder();
        try (DecodingReader reader = new DecodingReader(new ByteArrayInputStream(sample), encoding, bytes -> { })) {
            char[] buffer = new char[4096];
            for (int got = 0; got >= 0 && beginning.length() < SEPARATOR_SAMPLE; got = reader.read(buffer, 0, 4096)) {
                beginning.append(buffer, 0, got);
            }
        }
        CsvFormat detected = CsvFormat.detect(beginning);
        return detected == null && (named || told.as() == As.TABLE) ? new CsvFormat(',', '"') : detected;
    }

    private static String shown(char separator) {
        return separator == '\t' ? "\\t" : String.valueOf(separator);
    }
}
