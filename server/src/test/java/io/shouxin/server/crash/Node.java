// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import io.shouxin.server.ShouxinServer;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own, which can be killed. */
final class Node {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> arguments;
    private final Path log;
    private final int port;
    private Process process;

    Node(List<String> arguments, Path log) throws IOException {
        this.arguments = List.copyOf(arguments);
        this.log = log;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    List<String> arguments() {
        return arguments;
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                ShouxinServer.class.getName(), "--server.port=" + port));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        awaitWell();
    }

    /** Returns when the server says that it is well, and how long that took. */
    Duration awaitWell() {
        long begun = System.nanoTime();
        while (!well()) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("The server is not well; see " + log);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private boolean well() {
        try {
            return http.send(HttpRequest.newBuilder(address().resolve("/actuator/health")).timeout(LOOK).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    byte[] get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address().resolve(path)).timeout(LOOK).build(),
                HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    /** SIGKILL, and the end of the process. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }
}
