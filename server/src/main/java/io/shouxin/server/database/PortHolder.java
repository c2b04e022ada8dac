// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which process listens on a TCP port, as {@code proc(5)} tells it: a refusal should name a name. */
final class PortHolder {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortHolder() {
    }

    /** Returns for instance {@code nginx (4711)}; empty if the holder belongs to somebody else. */
    static Optional<String> nameOf(int port) {
        List<String> sockets = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(listeningSockets(PROC.resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsOne(process, sockets)) {
                    return Optional.of(Files.readString(process.resolve("comm")).strip()
                            + " (" + process.getFileName() + ")");
                }
            }
        } catch (IOException gone) {
            // The process ended while we looked; the caller says "another program".
        }
        return Optional.empty();
    }

    /** Columns of /proc/net/tcp: sl, local address:port in hex, remote, state, ..., inode as the tenth. */
    private static List<String> listeningSockets(Path table, int port) {
        String suffix = String.format(":%04X", port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(column -> column.length > 9 && column[1].endsWith(suffix)
                            && column[3].equals(LISTENING))
                    .map(column -> "socket:[" + column[9] + "]")
                    .toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    private static boolean holdsOne(Path process, List<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException notOurs) {
            return false;
        }
        return false;
    }
}
