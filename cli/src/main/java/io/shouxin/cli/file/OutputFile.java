// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * A file that is there whole or not at all: written under another name beside it, then moved into place. If the disk is
 * full or the process dies, the old file is as it was.
 */
public final class OutputFile {

    private OutputFile() {}

    /** Something that writes text. */
    @FunctionalInterface
    public interface Content {
        void write(Writer target) throws IOException;
    }

    /** @throws Failure with {@link Exit#OUTPUT} when it cannot be written */
    public static void write(Path target, Content content) {
        whole(target, part -> {
            try (Writer writer = new OutputStreamWriter(Files.newOutputStream(part), StandardCharsets.UTF_8)) {
                content.write(writer);
            }
        });
    }

    /**
     * Bytes for the owner's eyes only, on the disk before the old file is gone.
     *
     * @throws Failure with {@link Exit#OUTPUT} when they cannot be written
     */
    public static void writeBytes(Path target, byte[] bytes) {
        whole(target, part -> {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
        });
    }

    @FunctionalInterface
    private interface Step {
        void fill(Path part) throws IOException;
    }

    /** A temporary file is its owner's alone where the system knows owners, and moving keeps that. */
    private static void whole(Path target, Step step) {
        Path part = null;
        try {
            Path folder = target.toAbsolutePath().getParent();
            part = Files.createTempFile(folder, "." + target.getFileName() + ".", ".part");
            step.fill(part);
            move(part, target);
        } catch (IOException failed) {
            throw new Failure(Exit.OUTPUT, "output.failed", target.toString());
        } finally {
            remove(part);
        }
    }

    /** @throws Failure when the file to be written is one that is read */
    public static void notAnInput(Path target, Collection<Path> inputs) {
        for (Path input : inputs) {
            try {
                if (Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input)) {
                    throw new Failure(Exit.USAGE, "output.is-input", target.toString());
                }
            } catch (IOException cannotTell) {
                throw new Failure(Exit.OUTPUT, "output.failed", target.toString());
            }
        }
    }

    /** Puts a finished file in its place, in one step where the disk can. */
    public static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException acrossDisks) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void remove(Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException stays) {
            // It holds part of a report, which shows no value; the failure before this one is what counts.
        }
    }
}
