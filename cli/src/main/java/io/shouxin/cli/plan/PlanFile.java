// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.plan;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Words;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.PlanProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A plan as it lies on the disk. Hierarchies it names are looked for beside it.
 *
 * @param files the plan and what it names beside it, which no output may replace
 * @param hash SHA-256 of plan and hierarchies, by which a run is known to go on under the same plan
 */
public record PlanFile(Plan.Reading reading, List<Path> files, String hash) {

    private static final int PLAN_BYTES_MAX = 1 << 22;
    private static final int HIERARCHY_BYTES_MAX = 1 << 26;

    /** @throws Failure if there is no such file or it is no YAML at all */
    public static PlanFile read(Path file) {
        MessageDigest digest = sha256();
        List<Path> files = new ArrayList<>(List.of(file));
        String text = text(file, PLAN_BYTES_MAX, digest).orElseThrow(() ->
                new Failure(Exit.INPUT, Files.exists(file) ? "input.unreadable" : "input.missing", file.toString()));
        Plan.Reading reading = Plan.read(Yaml.tree(text), name -> beside(file, name, digest, files));
        return new PlanFile(reading, List.copyOf(files), HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * The plan.
     *
     * @throws Failure {@code plan.problems} after all problems were printed
     */
    public Plan required(Console console, Words words) {
        reading.problems().forEach(problem -> console.err().println(text(problem, words)));
        return reading.plan().orElseThrow(() ->
                new Failure(Exit.INPUT, "plan.problems", reading.problems().size()));
    }

    /** A problem on one line. */
    static String text(PlanProblem problem, Words words) {
        List<String> arguments = problem.arguments();
        return words.of("plan.problem.at", problem.line(), Console.harmless(problem.path()),
                words.of(problem.key(), Console.harmless(arguments.get(0)), arguments.get(1)));
    }

    private static Optional<String> beside(Path plan, String name, MessageDigest digest, List<Path> files) {
        try {
            Path file = plan.toAbsolutePath().getParent().resolve(name);
            files.add(file);
            return text(file, HIERARCHY_BYTES_MAX, digest);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file, int bytesMax, MessageDigest digest) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                return Optional.empty();
            }
            digest.update(bytes);
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
