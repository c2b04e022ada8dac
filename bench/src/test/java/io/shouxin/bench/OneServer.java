// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The server that all tests of this module share; it ends with their JVM. */
final class OneServer {

    private static ServerUnderLoad server;

    private OneServer() {}

    static synchronized Access access() {
        if (server == null) {
            try {
                Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "home-");
                // PostgreSQL may run as another user and must pass through.
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
                server = ServerUnderLoad.start(home);
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return server.access();
    }
}
