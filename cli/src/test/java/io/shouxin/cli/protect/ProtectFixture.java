// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.CommandLineFixture;
import io.shouxin.cli.CommandLineFixture.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with a key file, and plans and tables as the test wants them. */
final class ProtectFixture {

    final Path folder;
    final Path keys;
    final Path passphrase;

    ProtectFixture(Path folder) {
        this.folder = folder;
        this.keys = folder.resolve("releases.keys");
        this.passphrase = write("passphrase", "correct horse battery\n");
        Ended made = CommandLineFixture.run("keys", "create", "r", "--keys", keys, "--passphrase-file", passphrase);
        if (made.exit() != 0) {
            throw new IllegalStateException(made.err());
        }
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A plan of columns, each {@code name: {do: …}}. */
    Path plan(String... columns) {
        return write("plan.yaml", "format: shouxin-plan/1\nrelease: r\nrecipient: lab\ncolumns:\n  "
                + String.join("\n  ", columns) + "\n");
    }

    /** {@code protect} or {@code reveal} with this plan. */
    Ended run(String command, byte[] input, Object... more) {
        List<Object> all = new ArrayList<>(List.of(command, "--plan", folder.resolve("plan.yaml"), "--keys", keys,
                "--passphrase-file", passphrase));
        all.addAll(List.of(more));
        return CommandLineFixture.run(input, all.toArray());
    }

    Ended run(String command, Object... more) {
        return run(command, new byte[0], more);
    }
}
