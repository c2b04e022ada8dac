// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.trace;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Json;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.DecodingReader;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.cli.keys.KeyOptions;
import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.ReleaseKeys;
import io.shouxin.core.token.Pseudonyms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Tells for which release and recipient a file was made that turned up somewhere: each has a key of its own, and only
 * under that one do its pseudonyms open. No value is shown.
 */
@Command(mixinStandardHelpOptions = true)
public final class TraceCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");
    private static final int PSEUDONYMS_MAX = 10_000;

    private final Console console;
    private final Words words;

    @Parameters(paramLabel = "FILE", descriptionKey = "trace.file")
    private Path file;

    @Option(names = "--recipient", paramLabel = "NAME", required = true, split = ",",
            descriptionKey = "trace.recipient")
    private List<String> recipients;

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "trace.encoding")
    private String encoding;

    @Option(names = "--json", descriptionKey = "option.json")
    private boolean json;

    @Option(names = "--quiet", descriptionKey = "option.quiet")
    private boolean quiet;

    /** What opens under the key of one release and recipient. */
    private record Match(String release, String recipient, int opened) {}

    public TraceCommand(Console console, Words words) {
        this.console = console;
        this.words = words;
    }

    @Override
    public Integer call() throws IOException {
        if (!recipients.stream().allMatch(FieldName::isValid)) {
            throw new Failure(Exit.USAGE, "plan.names");
        }
        List<Match> matches;
        Set<String> found;
        try (ReleaseKeys opened = keys.open(words)) {
            found = pseudonyms();
            matches = matches(opened, found);
        }
        if (json) {
            console.out().println(Json.of(report(found.size(), matches)));
        } else {
            console.out().println(words.of("trace.found", found.size()));
            matches.forEach(one -> console.out().println(words.of("trace.match", one.release, one.recipient, one.opened,
                    found.size())));
            if (matches.isEmpty()) {
                console.out().println(words.of("trace.none"));
            }
        }
        return matches.isEmpty() ? Exit.FOUND : Exit.DONE;
    }

    private Set<String> pseudonyms() throws IOException {
        boolean pipe = file.equals(STANDARD_INPUT);
        if (!pipe && !Files.isRegularFile(file)) {
            throw new Failure(Exit.INPUT, "input.missing", file.toString());
        }
        try (Progress progress = new Progress(console, words, quiet);
                InputStream in = pipe ? console.in() : Files.newInputStream(file)) {
            progress.on(file.toString());
            progress.expect(pipe ? 0 : Files.size(file));
            byte[] sample = in.readNBytes(TextEncoding.SAMPLE_BYTES);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(sample), in);
            try (DecodingReader text = new DecodingReader(whole, encoding(sample), progress::add)) {
                return new PseudonymFinder(PSEUDONYMS_MAX).read(text);
            }
        }
    }

    /** Pseudonyms are ASCII: where the encoding is not known, bytes serve as well as characters. */
    private TextEncoding encoding(byte[] sample) {
        if (encoding != null) {
            return TextEncoding.told(TextEncoding.named(encoding), sample, sample.length);
        }
        TextEncoding found = TextEncoding.detect(sample, sample.length);
        return found != null ? found : TextEncoding.told(StandardCharsets.ISO_8859_1, sample, sample.length);
    }

    private List<Match> matches(ReleaseKeys opened, Set<String> found) {
        List<Match> matches = new ArrayList<>();
        for (ReleaseKey key : opened.all()) {
            for (String recipient : recipients) {
                try (Pseudonyms pseudonyms = Pseudonyms.of(key.key(), recipient)) {
                    int count = (int) found.stream().filter(one -> pseudonyms.reverse(one).isPresent()).count();
                    if (count > 0) {
                        matches.add(new Match(key.release(), recipient, count));
                    }
                }
            }
        }
        matches.sort(Comparator.comparingInt(Match::opened).reversed());
        return matches;
    }

    private static Map<String, Object> report(int found, List<Match> matches) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", 1);
        all.put("pseudonyms", found);
        all.put("matches", matches.stream().map(match -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("release", match.release);
            one.put("recipient", match.recipient);
            one.put("opened", match.opened);
            return one;
        }).toList());
        return all;
    }
}
