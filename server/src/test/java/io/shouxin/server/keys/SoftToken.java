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
record SoftToken(Path library, String label, long slot, Path pinFile) {

    /** Holder idiom: one for this process, for the library lists the slots it found when it was first loaded. */
    private static final class Made {
        private static final String LABEL =
                "shouxin " + ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36);
        private static final long SLOT = make(LABEL);
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
            return new SoftToken(installed().orElseThrow(), Made.LABEL, Made.SLOT,
                    Files.writeString(folder.resolve("hsm-pin"), PIN + "\n"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long make(String label) {
        try {
            Path tokens = Files.createDirectories(configured().orElseThrow().toAbsolutePath()
                    .resolveSibling("softhsm-tokens"));
            Files.writeString(configured().orElseThrow(), "directories.tokendir = " + tokens
                    + "\nobjectstore.backend = file\nlog.level = ERROR\n");
            run("--init-token", "--free", "--label", label + " beside", "--pin", "40" + PIN, "--so-pin", "40" + PIN);
            run("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "40" + PIN);
            return slot(label);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long slot(String label) {
        String slots = run("--show-slots");
        Matcher found = Pattern.compile("Slot (\\d+)\\s[^S]*?(?:(?!\\nSlot )[\\s\\S])*?Label:\\s+"
                + Pattern.quote(label) + "\\s*\\n").matcher(slots);
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
                logName, List.of(), library, null, slot, pinFile, 3, 2);
    }

    /** The same token by its label. */
    KeysSettings settingsByLabel(Path home, String logName, String wanted) {
        KeysSettings bySlot = settings(home, logName);
        return new KeysSettings(Custody.Kind.HSM, bySlot.file(), null, bySlot.passphraseFile(), true,
                bySlot.iterations(), logName, List.of(), library, wanted, null, pinFile, 3, 2);
    }

    String[] arguments() {
        return new String[] {"--shouxin.keys.custody=hsm", "--shouxin.keys.hsm-library=" + library,
            "--shouxin.keys.hsm-token=" + label, "--shouxin.keys.hsm-pin-file=" + pinFile};
    }
}
