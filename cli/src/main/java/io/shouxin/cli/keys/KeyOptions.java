// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.keys;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Words;
import io.shouxin.cli.file.OutputFile;
import io.shouxin.core.plan.ReleaseKeys;
import io.shouxin.core.plan.ReleaseKeysRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which file of keys, and where its passphrase comes from. A file that others may read is refused. */
public final class KeyOptions {

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    @Option(names = "--keys", paramLabel = "FILE", descriptionKey = "keys.file")
    private Path file;

    @Option(names = "--passphrase-file", paramLabel = "FILE", descriptionKey = "keys.passphrase-file.option")
    private Path passphraseFile;

    /** Whether a file was named. */
    public boolean given() {
        return file != null;
    }

    /** The file, or null. */
    public Path file() {
        return file;
    }

    /**
     * The keys in the file, which the caller closes.
     *
     * @throws Failure if there is no such file, others may read it, or it does not open
     */
    public ReleaseKeys open(Words words) {
        if (file == null) {
            throw new Failure(Exit.USAGE, "keys.missing");
        }
        try (Passphrase passphrase = passphrase(false, words)) {
            return open(passphrase);
        }
    }

    ReleaseKeys open(Passphrase passphrase) {
        byte[] bytes = read();
        try {
            return ReleaseKeys.read(bytes, passphrase.characters());
        } catch (ReleaseKeysRefused refused) {
            throw new Failure(Exit.INPUT, refused.key());
        }
    }

    Passphrase passphrase(boolean twice, Words words) {
        return Passphrase.ask(passphraseFile, twice, words);
    }

    /** Writes it whole or not at all, for the owner alone. */
    void write(ReleaseKeys keys, Passphrase passphrase) {
        byte[] bytes = keys.write(passphrase.characters(), ReleaseKeys.ITERATIONS_DEFAULT);
        OutputFile.writeBytes(file, bytes);
    }

    private byte[] read() {
        if (!Files.exists(file)) {
            throw new Failure(Exit.INPUT, "input.missing", file.toString());
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new Failure(Exit.INPUT, "keys.open-to-others", file.toString());
            }
            return in.readNBytes(ReleaseKeys.FILE_BYTES_MAX + 1);
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
        }
    }
}
