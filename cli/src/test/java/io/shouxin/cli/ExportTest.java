// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import static io.shouxin.cli.LedgerFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a small server that serves a folder, entries zipped and only with the key. */
class ExportTest {

    private static final String SERVICE_KEY = "sk-test-0001";

    @TempDir
    private Path folder;

    private final LedgerFixture log = LedgerFixture.of(300).census();
    private final List<String> asked = new ArrayList<>();
    private final List<String> withKey = new ArrayList<>();
    private HttpServer server;
    private Path served;
    private Path copy;
    private String url;
    private String keyFile;

    @BeforeEach
    void serve() throws IOException {
        served = Files.createDirectory(folder.resolve("served"));
        copy = folder.resolve("copy");
        keyFile = Files.writeString(folder.resolve("service.key"), SERVICE_KEY + "\n").toString();
        log.lay(served);
        LedgerFixture.put(served, "key", (log.key() + "\n").getBytes(StandardCharsets.UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ledger/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/ledger";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/ledger/".length());
        boolean authorised = ("Bearer " + SERVICE_KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        asked.add(path);
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            withKey.add(path);
        }
        Path file = served.resolve(path);
        boolean entries = path.startsWith("tile/entries/");
        if (entries && !authorised || !Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(Files.isRegularFile(file) ? 403 : 404, -1);
        } else {
            byte[] body = entries ? zipped(Files.readAllBytes(file)) : Files.readAllBytes(file);
            if (entries) {
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    void copiesEverythingByteByByte() throws IOException {
        LedgerFixture.Run done = export();
        assertThat(done.exit()).as(done.text()).isZero();
        assertThat(done.text()).startsWith("PROVED").contains("The copy holds 301 entries; 5 files were written.");
        assertThat(files(copy)).isEqualTo(files(served));
        assertThat(withKey).isNotEmpty().allMatch(path -> path.startsWith("tile/entries/"));
        assertThat(run("verify", copy.toString(), "--key", log.key()).exit()).isZero();
    }

    @Test
    void goesOnWhereItWas() throws IOException {
        Files.delete(served.resolve("tile/entries/001.p/45"));
        LedgerFixture.Run broken = export();
        assertThat(broken.exit()).isEqualTo(Exit.FOUND);
        assertThat(broken.text()).contains("The entry at index 256 is missing");
        assertThat(copy.resolve("checkpoint")).doesNotExist();
        log.lay(served);
        asked.clear();
        assertThat(export().exit()).isZero();
        assertThat(asked).containsExactly("checkpoint", "tile/entries/001.p/45");
        log.grow(300).lay(served);
        asked.clear();
        LedgerFixture.Run grown = export();
        assertThat(grown.exit()).as(grown.text()).isZero();
        assertThat(asked).doesNotContain("tile/0/000", "tile/entries/000").contains("tile/0/001");
        assertThat(run("verify", copy.toString(), "--key", log.key()).exit()).isZero();
    }

    @Test
    void copiesTheTreeAloneWithoutAServiceKey() throws IOException {
        LedgerFixture.Run done = run("ledger", "export", url, copy.toString(), "--key", log.key());
        assertThat(done.exit()).as(done.text()).isZero();
        assertThat(done.text()).contains("without the entries");
        assertThat(copy.resolve("tile/entries")).doesNotExist();
        assertThat(run("verify", copy.toString(), "--key", log.key()).text()).contains("were not seen");
    }

    @Test
    void copiesWhatIsKeptOfALogAndTheProofThatTheRestWasPruned() throws IOException {
        log.grow(300).pruned(512).lay(served);
        LedgerFixture.put(served, "minimum-index", log.minimumIndex(601));
        Files.delete(served.resolve("tile/entries/000"));
        assertThat(export().exit()).isZero();
        Files.delete(served.resolve("tile/entries/001"));
        Path fresh = folder.resolve("fresh");
        LedgerFixture.Run done = run("ledger", "export", url, fresh.toString(), "--key", log.key(),
                "--service-key-file", keyFile);
        assertThat(done.exit()).as(done.text()).isZero();
        assertThat(done.text()).contains("512 entries are not in it: they were pruned", "The copy holds 90 entries");
        assertThat(Files.readAllBytes(fresh.resolve("minimum-index")))
                .isEqualTo(Files.readAllBytes(served.resolve("minimum-index")));
        assertThat(files(fresh).keySet()).contains("tile/0/000", "tile/entries/002.p/90")
                .doesNotContain("tile/entries/000", "tile/entries/001");
        assertThat(run("verify", fresh.toString(), "--key", log.key()).text()).startsWith("PROVED")
                .contains("512 entries were pruned");
        // What an earlier copy has of them stays, and is verified too.
        assertThat(run("verify", copy.toString(), "--key", log.key()).text()).contains("256 entries were pruned");
        // Nobody agreed to more.
        Files.delete(served.resolve("tile/entries/002.p/90"));
        LedgerFixture.Run more = run("ledger", "export", url, folder.resolve("more").toString(), "--key", log.key(),
                "--service-key-file", keyFile);
        assertThat(more.exit()).isEqualTo(Exit.FOUND);
        assertThat(more.text()).contains("The entry at index 512 is missing");
        assertThat(run("verify", url, "--key", log.key(), "--service-key-file", keyFile).exit()).isEqualTo(Exit.FOUND);
    }

    @Test
    void writesNothingThatDoesNotFit() throws IOException {
        byte[] bundle = Files.readAllBytes(served.resolve("tile/entries/000"));
        bundle[300] ^= 1;
        Files.write(served.resolve("tile/entries/000"), bundle);
        LedgerFixture.Run changed = export();
        assertThat(changed.exit()).isEqualTo(Exit.FOUND);
        assertThat(changed.text()).containsPattern("The entry at index [01] was changed");
        assertThat(copy.resolve("tile/entries/000")).doesNotExist();
        assertThat(copy.resolve("checkpoint")).doesNotExist();
    }

    @Test
    void refusesALedgerThatDoesNotContinueTheCopy() throws IOException {
        assertThat(export().exit()).isZero();
        byte[] kept = Files.readAllBytes(copy.resolve("checkpoint"));
        log.entries.remove(300);
        log.lay(served);
        LedgerFixture.Run shorter = export();
        assertThat(shorter.exit()).isEqualTo(Exit.FOUND);
        assertThat(shorter.text()).contains("A signed checkpoint says otherwise");
        assertThat(copy.resolve("checkpoint")).hasBinaryContent(kept);
    }

    @Test
    void verifiesALiveLedger() throws IOException {
        LedgerFixture.Run tiles = run("verify", url, "--key", log.key());
        assertThat(tiles.exit()).as(tiles.text()).isZero();
        assertThat(tiles.text()).contains("The entries themselves were not seen");
        assertThat(withKey).isEmpty();
        LedgerFixture.Run all = run("verify", url, "--key", log.key(), "--service-key-file", keyFile);
        assertThat(all.exit()).as(all.text()).isZero();
        assertThat(all.text()).contains("All 301 entries").contains("The census at index 300 is right");
    }

    @Test
    void cannotTellWhereTheServerRefusesOrIsNotThere() throws IOException {
        String wrong = Files.writeString(folder.resolve("wrong.key"), "other").toString();
        LedgerFixture.Run refused = run("verify", url, "--key", log.key(), "--service-key-file", wrong);
        assertThat(refused.exit()).isEqualTo(Exit.INPUT);
        assertThat(refused.text()).contains("(status 403)").doesNotContain("other");
        assertThat(run("verify", "http://198.51.100.7/ledger", "--key", log.key(), "--service-key-file", keyFile)
                .exit()).isEqualTo(Exit.USAGE);
        Files.delete(served.resolve("checkpoint"));
        assertThat(run("verify", url, "--key", log.key()).exit()).isEqualTo(Exit.INPUT);
        server.stop(0);
        LedgerFixture.Run gone = run("ledger", "export", url, copy.toString(), "--key", log.key());
        assertThat(gone.exit()).isEqualTo(Exit.INPUT);
        assertThat(gone.text()).contains("The server does not answer");
    }

    private LedgerFixture.Run export() {
        return run("ledger", "export", url, copy.toString(), "--key", log.key(), "--service-key-file", keyFile);
    }

    private static TreeMap<String, String> files(Path root) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}
