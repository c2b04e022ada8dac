// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One server per home. The operating system gives the lock back when the process dies, however it dies,
 * so a lock that cannot be had means a living server.
 */
final class HomeLock implements AutoCloseable {

    // POSIX drops a process's lock as soon as it closes any descriptor of the file. A second attempt in
    // this JVM must therefore be turned away before it opens the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static HomeLock take(Path home) {
        Path file = home.resolve("shouxin.lock");
        if (!HELD_HERE.add(file)) {
            throw inUse(home, ProcessHandle.current().pid() + "");
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(home, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return new HomeLock(file, channel);
        } catch (IOException unusable) {
            HELD_HERE.remove(file);
            throw new DatabaseRefused("database.home-unusable", unusable, home.toString());
        } catch (DatabaseRefused refused) {
            HELD_HERE.remove(file);
            throw refused;
        }
    }

    private static DatabaseRefused inUse(Path home, String pid) {
        return new DatabaseRefused("database.home-in-use", home.toString(), pid);
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException stuck) {
            throw new UncheckedIOException(stuck);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
