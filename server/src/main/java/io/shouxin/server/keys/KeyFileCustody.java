// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.keyset.KeyFile;
import io.shouxin.core.secret.SecretBytes;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The root key in a file under a passphrase: the custody of a first start. An HSM and custodians take
 * its place without anything else changing.
 */
@Component
class KeyFileCustody {

    private static final int ROOT_BYTES = 32;
    private static final int FIRST_VERSION = 1;
    private static final int PASSPHRASE_BYTES = 24;

    private final KeysSettings settings;

    KeyFileCustody(KeysSettings settings) {
        this.settings = settings;
    }

    /**
     * The root versions the file holds.
     *
     * @param expected whether the database was made with a root key; then a missing file is not
     *     replaced, for a new key would open nothing
     */
    SortedMap<Integer, SecretBytes> roots(boolean expected) {
        Path file = settings.file();
        if (!Files.exists(file)) {
            if (expected || !settings.create()) {
                throw new KeysFailed("The root key file " + file + " is missing. Bring it back from its backup, "
                        + "or set shouxin.keys.file to where it lies.");
            }
            create(file);
        }
        char[] passphrase = passphrase();
        try {
            return KeyFile.read(Files.readAllBytes(file), passphrase);
        } catch (KeyDamaged refused) {
            throw new KeysFailed("The root key file " + file + " does not open: the passphrase is wrong or the "
                    + "file is damaged. Check shouxin.keys.passphrase-file.");
        } catch (IOException unreadable) {
            throw new KeysFailed("The root key file " + file + " cannot be read: "
                    + unreadable.getClass().getSimpleName() + ".");
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private void create(Path file) {
        SortedMap<Integer, SecretBytes> roots = new TreeMap<>();
        roots.put(FIRST_VERSION, SecretBytes.random(ROOT_BYTES));
        char[] passphrase = passphrase();
        writePrivately(file, KeyFile.write(roots, passphrase, settings.iterations()));
        Arrays.fill(passphrase, '\0');
        roots.values().forEach(SecretBytes::close);
    }

    private char[] passphrase() {
        if (settings.passphrase() != null) {
            return settings.passphrase().toCharArray();
        }
        Path file = settings.passphraseFile();
        if (!Files.exists(file) && settings.create()) {
            byte[] random = new byte[PASSPHRASE_BYTES];
            new SecureRandom().nextBytes(random);
            writePrivately(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Files.readString(file).strip().toCharArray();
        } catch (IOException missing) {
            throw new KeysFailed("No passphrase for the root key: set shouxin.keys.passphrase, or "
                    + "shouxin.keys.passphrase-file to a readable file (now " + file + ").");
        }
    }

    /** Whole or not at all: written beside, forced to disk, then moved into place. */
    private static void writePrivately(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(beside);
            Files.createFile(beside,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(beside, bytes, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
