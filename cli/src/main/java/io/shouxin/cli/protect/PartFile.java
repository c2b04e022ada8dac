// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.file.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;

/**
 * An output that is being written under another name beside its place, with a note of how far it is. Dying at any point
 * leaves the target as it was: before the first note the next run starts over; after a note it cuts the part to what
 * the note covers and goes on; after the move there is no part any more, and a note without a part says nothing.
 */
final class PartFile implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path target;
    private final Path part;
    private final Path note;
    private final FileChannel channel;
    private final FileLock lock;
    private final boolean begun;
    private boolean finished;

    private PartFile(Path target, Path part, Path note, FileChannel channel, FileLock lock) throws IOException {
        this.target = target;
        this.part = part;
        this.note = note;
        this.channel = channel;
        this.lock = lock;
        this.begun = channel.size() > 0;
    }

    /**
     * Opens the part for its owner alone. One that somebody else could have laid there, a link or a file that others
     * may read, is not written to.
     *
     * @throws Failure {@code protect.busy} while another run has it; {@code protect.part-strange}
     */
    static PartFile open(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        Path note = absolute.resolveSibling("." + absolute.getFileName() + ".part.note");
        boolean posix = Files.getFileStore(absolute.getParent()).supportsFileAttributeView("posix");
        if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
            boolean ours = Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && (!posix || OWNER.containsAll(
                    Files.getPosixFilePermissions(part, LinkOption.NOFOLLOW_LINKS)));
            if (!ours) {
                throw new Failure(Exit.OUTPUT, "protect.part-strange", part.toString());
            }
        } else {
            if (posix) {
                Files.createFile(part, PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(part);
            }
        }
        FileChannel channel = FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException here) {
            // The same as a lock of another process.
        }
        if (lock == null) {
            channel.close();
            throw new Failure(Exit.OUTPUT, "protect.busy", target.toString());
        }
        return new PartFile(target, part, note, channel, lock);
    }

    /**
     * The note of an earlier run, if it is for the very same work and all that it counts on is there; otherwise null.
     *
     * @param rejects the part of the rejects, or null
     */
    Properties note(String work, PartFile rejects) throws IOException {
        if (!Files.exists(note)) {
            return null;
        }
        Properties properties = new Properties();
        properties.load(new ByteArrayInputStream(Files.readAllBytes(note)));
        boolean same = work.equals(properties.getProperty("work"))
                && Long.parseLong(properties.getProperty("bytes")) <= channel.size()
                && (rejects == null || Long.parseLong(properties.getProperty("rejects")) <= rejects.channel.size());
        return same ? properties : null;
    }

    /** Whether an earlier run had written something. */
    boolean wasBegun() {
        return begun;
    }

    /** Cuts the part to so many bytes and goes on behind them. */
    OutputStream from(long bytes) throws IOException {
        if (bytes == 0) {
            Files.deleteIfExists(note);
        }
        channel.truncate(bytes);
        channel.position(bytes);
        return Channels.newOutputStream(channel);
    }

    /** Writes over the beginning, for what is known at the end only. */
    void patch(byte[] beginning) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(beginning);
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    /** What was written is on the disk. */
    void force() throws IOException {
        channel.force(false);
    }

    /** Notes how far it is; what the note says was forced to the disk before. */
    void note(Properties properties) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        properties.store(bytes, null);
        OutputFile.writeBytes(note, bytes.toByteArray());
    }

    /** Puts the part in its place. */
    void finish() throws IOException {
        force();
        release();
        OutputFile.move(part, target.toAbsolutePath());
        finished = true;
        Files.deleteIfExists(note);
        forceFolder();
    }

    /** Takes away what was begun. */
    void abandon() {
        try {
            release();
            Files.deleteIfExists(part);
            Files.deleteIfExists(note);
        } catch (IOException stays) {
            // For its owner alone, as the output would have been; the failure before this one is what counts.
        }
        finished = true;
    }

    private void release() throws IOException {
        if (channel.isOpen()) {
            lock.release();
            channel.close();
        }
    }

    /** So that the new name survives a power cut; where a folder cannot be opened, the system does it by itself. */
    private void forceFolder() {
        try (FileChannel folder = FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException notHere) {
            // Windows.
        }
    }

    /** Leaves the part for another run to go on. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            release();
        }
    }
}
