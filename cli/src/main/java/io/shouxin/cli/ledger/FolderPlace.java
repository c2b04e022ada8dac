// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A log as plain files. A file is there whole or not at all. */
final class FolderPlace implements LogPlace {

    private final Path folder;

    FolderPlace(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String path) {
        Path file = folder.resolve(path);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
        }
    }

    @Override
    public boolean hasEntries() {
        return Files.isDirectory(folder.resolve("tile").resolve("entries"));
    }

    /** Writes a file beside its place and moves it there: if the process dies, the old one or none is there. */
    void write(String path, byte[] bytes) {
        Path file = folder.resolve(path);
        Path part = null;
        try {
            Files.createDirectories(file.getParent());
            part = Files.createTempFile(file.getParent(), ".", ".part");
            Files.write(part, bytes);
            try (FileChannel written = FileChannel.open(part,
                    StandardOpenOption.WRITE)) {
                written.force(true);
            }
            move(part, file);
        } catch (IOException failed) {
            throw new Failure(Exit.OUTPUT, "output.failed", file.toString());
        } finally {
            remove(part);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        // Made for its owner alone; a web server reads it as another user.
        if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException acrossDisks) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void remove(Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException stays) {
            // A hidden file more; the failure before this one is what counts.
        }
    }
}
