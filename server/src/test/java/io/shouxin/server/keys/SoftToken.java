// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A token of SoftHSM for this run. The library reads the environment variable {@code SOFTHSM2_CONF} of the
 * process, which the build sets for the tests to {@code target/softhsm2.conf}.
 */
record SoftToken(Path library, long slot, Path pinFile) {

    /** Holder idiom: one for this process, for the library lists the slots it found when it was first loaded. */
    private static final class Made {
        private static final long SLOT = make();
    }

    private static final String PIN = "739104";
    private static final List<String> LIBRARIES = List.of("/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib64/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so");

    /** Why a test has to be left out; empty where it can run. */
    static Optional<String> missing() {
        if (installed().isEmpty()) {
            return Optional.of("SoftHSM is not installed (Debian: softhsm2); ./test installs it as root");
        }
        return configured().isEmpty() ? Optional.of("SOFTHSM2_CONF is not set; Maven sets it") : Optional.empty();
    }

    private static Optional<Path> installed() {
        return LIBRARIES.stream().map(Path::of).filter(Files::exists).findFirst();
    }

    private static Optional<Path> configured() {
        return Optional.ofNullable(System.getenv("SOFTHSM2_CONF")).filter(set -> !set.isBlank()).map(Path::of);
    }

    /** The token of this process, with a file for its PIN in the folder. */
    static SoftToken in(Path folder) {
        try {
            return new SoftToken(installed().orElseThrow(), Made.SLOT,
                    Files.writeString(folder.resolve("hsm-pin"), PIN + "\n"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long make() {
        try {
            Path tokens = Files.createDirectories(configured().orElseThrow().toAbsolutePath()
                    .resolveSibling("softhsm-tokens"));
            Files.writeString(configured().orElseThrow(), "directories.tokendir = " + tokens
                    + "\nobjectstore.backend = file\nlog.level = ERROR\n");
            String label = "shouxin-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
            run("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "40" + PIN);
            return slot(label);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long slot(String label) {
        String slots = run("--show-slots");
        Matcher found = Pattern.compile("Slot (\\d+)\\s[^S]*?(?:(?!\\nSlot )[\\s\\S])*?Label:\\s+"
                + Pattern.quote(label)).matcher(slots);
        if (!found.find()) {
            throw new IllegalStateException("No slot with the token just made");
        }
        return Long.parseLong(found.group(1));
    }

    private static String run(String... arguments) {
        try {
            Process process = new ProcessBuilder(
                    Stream.concat(Stream.of("softhsm2-util"), Stream.of(arguments)).toList())
                    .redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** @param logName keys of another name in the same token are others */
    KeysSettings settings(Path home, String logName) {
        KeysSettings file = KeysFixture.file(home);
        return new KeysSettings(Custody.Kind.HSM, file.file(), null, file.passphraseFile(), true, file.iterations(),
                logName, library, slot, pinFile, 3, 2);
    }

    String[] arguments() {
        return new String[] {"--shouxin.keys.custody=hsm", "--shouxin.keys.hsm-library=" + library,
            "--shouxin.keys.hsm-slot=" + slot, "--shouxin.keys.hsm-pin-file=" + pinFile};
    }
}
