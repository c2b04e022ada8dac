// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a copy of a ledger that any web server can serve, verified before it counts. */
@Command(mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

    private final Console console;
    private final Words words;

    @Parameters(index = "0", paramLabel = "URL", descriptionKey = "export.url")
    private String url;

    @Parameters(index = "1", paramLabel = "FOLDER", descriptionKey = "export.folder")
    private Path folder;

    @Mixin
    private TrustOptions trusted;

    @Mixin
    private ServiceKeyOption serviceKey;

    @Option(names = "--json", descriptionKey = "verify.json")
    private boolean json;

    @Option(names = "--quiet", descriptionKey = "scan.quiet")
    private boolean quiet;

    public ExportCommand(Console console, Words words) {
        this.console = console;
        this.words = words;
    }

    @Override
    public Integer call() {
        Trust trust = trusted.trust();
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw new Failure(Exit.USAGE, "verify.address");
        }
        LogPlace server = new ServerPlace(URI.create(url), serviceKey.read());
        Verdict verdict;
        try (Progress progress = new Progress(console, words, quiet || json && !console.interactive())) {
            verdict = new LogCopy(words, trust, server, new FolderPlace(folder)).take(progress);
        }
        return verdict.print(console, json);
    }
}
