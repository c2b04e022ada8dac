// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.TlogProof;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a receipt, a census proof, a copy of a ledger, or a ledger behind a server. */
@Command(mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {

    private static final byte[] RECEIPT = "c2sp.org/tlog-proof@".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CENSUS_PROOF = "shouxin/census-proof@".getBytes(StandardCharsets.US_ASCII);

    private final Console console;
    private final Words words;

    @Parameters(paramLabel = "RECEIPT|FOLDER|URL", descriptionKey = "verify.target")
    private String target;

    @Mixin
    private TrustOptions trusted;

    @Option(names = "--entry", paramLabel = "FILE", descriptionKey = "verify.entry")
    private Path entry;

    @Option(names = "--leaf", paramLabel = "HASH", descriptionKey = "verify.leaf")
    private String leaf;

    @Option(names = "--since", paramLabel = "FILE", descriptionKey = "verify.since")
    private List<Path> since = List.of();

    @Mixin
    private ServiceKeyOption serviceKey;

    @Option(names = "--json", descriptionKey = "verify.json")
    private boolean json;

    @Option(names = "--quiet", descriptionKey = "scan.quiet")
    private boolean quiet;

    public VerifyCommand(Console console, Words words) {
        this.console = console;
        this.words = words;
    }

    @Override
    public Integer call() {
        Trust trust = trusted.trust();
        if (target.startsWith("http://") || target.startsWith("https://")) {
            return log(new ServerPlace(URI.create(target), serviceKey.read()), trust);
        }
        Path path = Path.of(target);
        if (Files.isDirectory(path)) {
            return log(new FolderPlace(path), trust);
        }
        byte[] file = read(path);
        ProofCheck check = new ProofCheck(words, trust);
        if (startsWith(file, CENSUS_PROOF)) {
            return check.census(file).print(console, json);
        }
        if (startsWith(file, RECEIPT)) {
            return check.receipt(file, Optional.ofNullable(entry).map(VerifyCommand::read), Optional.ofNullable(leaf))
                    .print(console, json);
        }
        throw new Failure(Exit.INPUT, "verify.not-a-receipt", target);
    }

    private int log(LogPlace place, Trust trust) {
        Verdict verdict;
        try (Progress progress = new Progress(console, words, quiet || json && !console.interactive())) {
            List<byte[]> earlier = since.stream().map(VerifyCommand::read).map(VerifyCommand::checkpoint).toList();
            verdict = new LogCheck(words, trust, place, progress).verify(earlier);
        }
        return verdict.print(console, json);
    }

    /** A checkpoint somebody kept, by itself or in a receipt. */
    private static byte[] checkpoint(byte[] file) {
        try {
            return startsWith(file, RECEIPT) ? TlogProof.parse(file).checkpointNote() : file;
        } catch (LedgerDamaged damaged) {
            throw new Failure(Exit.INPUT, "verify.why." + damaged.key());
        }
    }

    private static boolean startsWith(byte[] file, byte[] head) {
        return file.length >= head.length && Arrays.equals(file, 0, head.length, head, 0, head.length);
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > 2L * Note.BYTES_MAX) {
                throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, Files.exists(file) ? "input.unreadable" : "input.missing", file.toString());
        }
    }
}
