// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The cluster's port: chosen once, then kept, so that tools of the operator find it again. If another
 * program sits on it, the start is refused with that program's name; what answers there is never taken
 * for our database.
 */
final class RememberedPort {

    // Below Linux's ephemeral range (32768 and up), where an outgoing connection could take the port.
    private static final int LOWEST = 20_000;
    private static final int COUNT = 10_000;
    private static final int ATTEMPTS_MAX = 100;

    private final Path file;

    RememberedPort(Path file) {
        this.file = file;
    }

    int free() throws IOException {
        if (!Files.exists(file)) {
            int chosen = choose();
            Files.writeString(file, chosen + "\n");
            return chosen;
        }
        int port = Integer.parseInt(Files.readString(file).strip());
        if (!isFree(port)) {
            throw new DatabaseRefused("database.port-taken", Integer.toString(port),
                    PortHolder.nameOf(port).orElse("?"), file.toString());
        }
        return port;
    }

    private static int choose() {
        SecureRandom random = new SecureRandom();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = LOWEST + random.nextInt(COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new DatabaseRefused("database.no-port", LOWEST + "-" + (LOWEST + COUNT - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            // As PostgreSQL itself binds: connections of a former run that linger do not count.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
