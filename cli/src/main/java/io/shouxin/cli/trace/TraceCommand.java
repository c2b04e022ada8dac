// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.trace;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Json;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.TextEncoding;
import io.shouxin.cli.keys.KeyOptions;
import io.shouxin.cli.ledger.ServiceKeyOption;
import io.shouxin.client.Traced;
import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.plan.ReleaseKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Tells where a file came from that turned up somewhere: from which release and for which recipient, by the keys under
 * which its pseudonyms open; or from which export of a server, by customers in it who do not exist. No value is shown.
 */
@Command(mixinStandardHelpOptions = true)
public final class TraceCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");

    private final Console console;
    private final Words words;

    @Parameters(paramLabel = "FILE", descriptionKey = "trace.file")
    private Path file;

    @Option(names = "--recipient", paramLabel = "NAME", split = ",", descriptionKey = "trace.recipient")
    private List<String> recipients = List.of();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(names = "--server", paramLabel = "URL", descriptionKey = "trace.server")
    private URI server;

    @Mixin
    private final ServiceKeyOption serviceKey = new ServiceKeyOption();

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "trace.encoding")
    private String encoding;

    @Option(names = "--json", descriptionKey = "option.json")
    private boolean json;

    @Option(names = "--quiet", descriptionKey = "option.quiet")
    private boolean quiet;

    public TraceCommand(Console console, Words words) {
        this.console = console;
        this.words = words;
    }

    @Override
    public Integer call() throws IOException {
        if (server != null && (keys.given() || !recipients.isEmpty()) || server == null && recipients.isEmpty()) {
            throw new Failure(Exit.USAGE, "trace.either");
        }
        if (!file.equals(STANDARD_INPUT) && !Files.isRegularFile(file)) {
            throw new Failure(Exit.INPUT, "input.missing", file.toString());
        }
        return server != null ? exports() : releases();
    }

    private int exports() throws IOException {
        ServerTrace there = new ServerTrace(server, serviceKey.read(), words.locale());
        Traced traced;
        try (Progress progress = progress(); InputStream in = input()) {
            traced = there.trace(in, progress::add);
        }
        if (json) {
            console.out().println(Json.of(ServerTrace.report(traced)));
        } else {
            console.out().println(words.of("trace.cells", traced.cells()));
            traced.found().forEach(one -> console.out().println(words.of(
                    one.ground() == Traced.Ground.CERTAIN ? "trace.certain" : "trace.likely",
                    one.export().toString(), one.recipient(), one.by(), String.join(", ", one.agreedBy()),
                    one.begun().map(Object::toString).orElse("-"), one.canaries(), one.ofCanaries())));
            if (traced.found().isEmpty()) {
                console.out().println(words.of("trace.no-export"));
            }
        }
        return traced.found().isEmpty() ? Exit.FOUND : Exit.DONE;
    }

    private int releases() throws IOException {
        if (!recipients.stream().allMatch(FieldName::isValid)) {
            throw new Failure(Exit.USAGE, "plan.names");
        }
        PseudonymTrace.Report report;
        try (ReleaseKeys opened = keys.open(words); Progress progress = progress(); InputStream in = input()) {
            report = new PseudonymTrace(opened, recipients).trace(in,
                    encoding == null ? null : TextEncoding.named(encoding), progress::add);
        }
        if (json) {
            console.out().println(Json.of(report(report)));
        } else {
            console.out().println(words.of("trace.found", report.pseudonyms()));
            report.matches().forEach(one -> console.out().println(words.of("trace.match", one.release(),
                    one.recipient(), one.opened(), report.pseudonyms())));
            if (report.matches().isEmpty()) {
                console.out().println(words.of("trace.none"));
            }
        }
        return report.matches().isEmpty() ? Exit.FOUND : Exit.DONE;
    }

    private Progress progress() throws IOException {
        Progress progress = new Progress(console, words, quiet);
        progress.on(file.toString());
        progress.expect(file.equals(STANDARD_INPUT) ? 0 : Files.size(file));
        return progress;
    }

    private InputStream input() throws IOException {
        return file.equals(STANDARD_INPUT) ? console.in() : Files.newInputStream(file);
    }

    private static Map<String, Object> report(PseudonymTrace.Report report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", 1);
        all.put("pseudonyms", report.pseudonyms());
        all.put("matches", report.matches().stream().map(match -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("release", match.release());
            one.put("recipient", match.recipient());
            one.put("opened", match.opened());
            return one;
        }).toList());
        return all;
    }
}
