// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Passwords nobody types: 256 random bits in a file that only the server's own user can read. */
final class SecretFiles {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int BYTES = 32;

    private final Path directory;

    SecretFiles(Path directory) {
        this.directory = directory;
    }

    String create(String name) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, OWNER_DIRECTORY);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path partial = directory.resolve(name + ".partial");
        Files.deleteIfExists(partial);
        writeForOwner(partial, secret);
        Files.move(partial, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return secret;
    }

    String read(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new DatabaseRefused("database.secret-missing", file.toString());
        }
        if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith("------")) {
            throw new DatabaseRefused("database.secret-open", file.toString());
        }
        return Files.readString(file).strip();
    }

    /** Creates the file with its narrow mode from the first moment, then fills it. */
    static void writeForOwner(Path file, String secret) throws IOException {
        Files.createFile(file, OWNER_FILE);
        Files.writeString(file, secret + "\n");
    }
}
