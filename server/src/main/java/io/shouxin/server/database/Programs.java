// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The unpacked PostgreSQL programs, run as a user who is not root, their output appended to a log. */
record Programs(Path installation, Unprivileged unprivileged, Path log) {

    private static final long RUN_SECONDS_MAX = 120;

    String program(String name) {
        return installation.resolve("bin").resolve(name).toString();
    }

    /** Runs to the end and returns the exit status. */
    int run(String name, List<String> arguments) throws IOException {
        List<String> program = new ArrayList<>(List.of(program(name)));
        program.addAll(arguments);
        Process process = builder(program)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        process.getOutputStream().close();
        if (!ended(process, RUN_SECONDS_MAX)) {
            process.destroyForcibly();
            throw new DatabaseRefused("database.start-failed", log.toString());
        }
        return process.exitValue();
    }

    /** A process whose standard input is a pipe from this JVM and whose errors go to the log. */
    ProcessBuilder builder(List<String> program) {
        ProcessBuilder builder = new ProcessBuilder(unprivileged.command(program))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    static boolean ended(Process process, long secondsMax) {
        try {
            return process.waitFor(secondsMax, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
