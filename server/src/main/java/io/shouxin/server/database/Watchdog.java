// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A small shell that starts PostgreSQL, then reads from a pipe whose only writer is this JVM. However
 * the JVM ends, SIGKILL included, the kernel closes the pipe, the shell reads end-of-file and stops the
 * server. Nothing has to be alive in the JVM for that, and it works without any capability.
 *
 * <p>The shell ignores the terminal's signals: Ctrl-C reaches the whole foreground group, and the
 * database has to outlive the transactions that the JVM still finishes.
 *
 * <p>Not covered: somebody kills shell and JVM both with SIGKILL. Then the server stays until the next
 * start, which recognises it by {@link DataDirectory#leftOver()} and stops it.
 */
final class Watchdog implements AutoCloseable {

    // $1 pg_ctl, $2 data, $3 options of postgres. Stops only the server it started: after a restart the
    // pid file may already be that of the next one. A long recovery is waited for.
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            "$1" start -D "$2" -o "$3" -s -w -t 3600 </dev/null >&2 || exit 1
            pid=$(head -n 1 "$2/postmaster.pid")
            echo ready
            read -r _
            [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$pid" ] || exit 0
            "$1" stop -D "$2" -m fast -s -w -t 60 </dev/null >&2
            """;
    private static final long STOP_SECONDS_MAX = 75;

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    static Watchdog start(Programs programs, Path data, List<String> options) throws IOException {
        StringBuilder line = new StringBuilder();
        options.forEach(option -> line.append(" -c ").append(option));
        Process shell = programs.builder(List.of("/bin/sh", "-c", SCRIPT, "shouxin-postgres-watchdog",
                programs.program("pg_ctl"), data.toString(), line.toString())).start();
        Watchdog watchdog = new Watchdog(shell);
        BufferedReader answer = new BufferedReader(
                new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
        if (!"ready".equals(answer.readLine())) {
            watchdog.close();
            throw new DatabaseRefused("database.start-failed", programs.log().toString());
        }
        return watchdog;
    }

    /** Stops PostgreSQL and waits for its end; returns at once if it has ended already. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException alreadyEnded) {
            // The shell has ended, and with it the reader of the pipe.
        }
        Programs.ended(shell, STOP_SECONDS_MAX);
    }
}
