// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.VerifierKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A witness over HTTP, in this process and in one that is killed. */
class WitnessServerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final SmallLog log = new SmallLog("log.example/one");
    @TempDir Path home;

    private List<String> arguments(int port) {
        return List.of("--server.port=" + port, "--shouxin.home=" + home, "--shouxin.witness.name=witness.example/w1",
                "--shouxin.witness.logs[0]=" + log.key());
    }

    @Test
    void speaksTlogWitness() throws Exception {
        try (ConfigurableApplicationContext witness = WitnessServer.run(arguments(0).toArray(String[]::new))) {
            URI address = URI.create("http://127.0.0.1:"
                    + witness.getEnvironment().getRequiredProperty("local.server.port"));
            VerifierKey key = VerifierKey.parse(get(address.resolve("/key")).body().strip());
            HttpResponse<String> cosigned = post(address, log.body(0, 5));
            assertThat(cosigned.statusCode()).isEqualTo(200);
            assertThat(Note.open((new String(log.checkpoint(5, ""), StandardCharsets.UTF_8) + cosigned.body())
                    .getBytes(StandardCharsets.UTF_8), log.key(), key).signers()).contains(key);
            HttpResponse<String> conflict = post(address, log.body(0, 9));
            assertThat(conflict.statusCode()).isEqualTo(409);
            assertThat(conflict.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
            assertThat(conflict.body()).isEqualTo("5\n");
            assertThat(post(address, log.body(5, 9, "another history ")).statusCode()).isEqualTo(422);
            assertThat(get(address.resolve("/" + WitnessStore.nameOf("log.example/one") + "/checkpoint")).body())
                    .endsWith(cosigned.body());
            assertThat(get(address.resolve("/add-checkpoint")).statusCode()).isEqualTo(404);
            assertThat(get(address.resolve("/actuator/health")).body()).contains("UP");
            // Nothing of the other server is here.
            assertThat(witness.getBeanNamesForType(javax.sql.DataSource.class)).isEmpty();
        }
    }

    @Test
    void startsOnlyWhenItKnowsItsNameAndALog() {
        assertThatThrownBy(() -> WitnessServer.run("--server.port=0", "--shouxin.home=" + home))
                .rootCause().hasMessageContaining("shouxin.witness.name");
        assertThatThrownBy(() -> WitnessServer.run("--server.port=0", "--shouxin.home=" + home.resolve("other"),
                "--shouxin.witness.name=w", "--shouxin.witness.logs[0]=nonsense"))
                .rootCause().hasMessageContaining("shouxin.witness.logs[0]");
    }

    @Test
    void forgetsNothingWhenItIsKilled() throws Exception {
        int port = freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        Process process = started(port);
        try {
            String key = get(address.resolve("/key")).body();
            int size = 0;
            for (int kills = 0; kills < 2; kills++) {
                for (int next = size + 3; next < size + 30; next += 3) {
                    assertThat(post(address, log.body(next - 3, next)).statusCode()).isEqualTo(200);
                }
                size += 27;
                process.destroyForcibly().waitFor();
                process = started(port);
                assertThat(get(address.resolve("/key")).body()).isEqualTo(key);
                assertThat(post(address, log.body(0, size + 1)).body()).isEqualTo(size + "\n");
                assertThat(post(address, log.body(size, size + 4, "another history ")).statusCode()).isEqualTo(422);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process started(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                WitnessServer.class.getName()));
        command.addAll(arguments(port));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("witness.log").toFile())).start();
        URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health");
        long begun = System.nanoTime();
        while (!isUp(health)) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("The witness is not up; see " + home.resolve("witness.log"));
            }
        }
        return process;
    }

    private boolean isUp(URI health) {
        try {
            return get(health).statusCode() == 200;
        } catch (IOException notYet) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI address, byte[] body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address.resolve("/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
