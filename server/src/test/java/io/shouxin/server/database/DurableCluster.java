// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A cluster with the product's own settings, durable as in use, that a test may kill and stop. */
public final class DurableCluster implements AutoCloseable {

    private static final long SECONDS_MAX = 60;

    private final Path home;
    private final EmbeddedPostgres postgres;

    private DurableCluster(Path home, EmbeddedPostgres postgres) {
        this.home = home;
        this.postgres = postgres;
    }

    /** @param home where its files go; it need not exist */
    public static DurableCluster start(Path home) throws IOException {
        return new DurableCluster(home, DatabaseFixture.started(home));
    }

    public int port() {
        return postgres.port();
    }

    public String user() {
        return postgres.application().user();
    }

    public String password() {
        return postgres.application().password();
    }

    /** The address of its database when it is reached through this port. */
    public String url(int port) {
        return postgres.application().url().replace(":" + port() + "/", ":" + port + "/");
    }

    /** The first process dies by SIGKILL; the others notice and follow. */
    public void kill() {
        ProcessHandle postmaster = postmaster();
        postmaster.destroyForcibly();
        ended(postmaster);
    }

    /** As {@code pg_ctl stop -m immediate}: everybody is told to end at once, without a checkpoint. */
    public void stopNow() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start().waitFor();
        ended(postmaster);
    }

    private ProcessHandle postmaster() {
        try {
            return DatabaseFixture.postmaster(home);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void ended(ProcessHandle process) {
        try {
            process.onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException("PostgreSQL process " + process.pid() + " does not end", stuck);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
