// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Note;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.StaffFixture;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The real server on each custody that is not the key file: collect, reveal, restart, reveal. */
class CustodyIT {

    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PHONE = "16400200341";

    private final TestCluster.Fresh database = TestCluster.fresh();
    private ConfigurableApplicationContext server;
    private String serviceKey = "";

    private void start(String... custody) {
        Stream<String> ours = Stream.of("--server.port=0", "--shouxin.home=" + database.home(),
                "--shouxin.db.url=" + database.url(), "--shouxin.db.user=" + database.user(),
                "--shouxin.db.password=" + database.password(),
                "--shouxin.register.initial=classpath:registers/sample.yaml",
                "--spring.datasource.hikari.maximum-pool-size=8", "--spring.datasource.hikari.minimum-idle=0");
        server = SpringApplication.run(ShouxinServer.class,
                Stream.concat(ours, Stream.of(custody)).toArray(String[]::new));
    }

    private JsonNode post(String path, String body, int status) throws Exception {
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(address() + path))
                .header("Authorization", "Bearer " + serviceKey).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    private String address() {
        return "http://127.0.0.1:" + ((WebServerApplicationContext) server).getWebServer().getPort();
    }

    private String collect() throws Exception {
        serviceKey = server.getBean(Services.class).add(new Services.NewService("crm-custody", "试", "Trial",
                StaffFixture.owner(server),
                "app-crm", List.of("service.open", "care.inquiry"), List.of("127.0.0.1/32")),
                Entry.Actor.system("test"));
        return post("/api/v1/customers", """
                {"purpose": "service.open", "fields": {"customer-number": "YL9900000001", "name": "欧阳明月",
                 "phone": "%s"}}""".formatted(PHONE), 201).path("id").asString();
    }

    private void revealsThePhone(String customer) throws Exception {
        String ticket = post("/api/v1/tickets", """
                {"customer": "%s", "kind": "care.inquiry"}""".formatted(customer), 201).path("ticket").asString();
        JsonNode answer = post("/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["phone"]}""".formatted(ticket), 200);
        assertThat(answer.at("/fields/phone/value").asString("")).startsWith(PHONE.substring(0, 3));
    }

    /** The newest one, once it has so many signatures. */
    private String checkpoint(int signatures) throws Exception {
        Instant until = Instant.now().plus(WAIT_MAX);
        while (true) {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(
                    URI.create(address() + "/ledger/checkpoint")).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200
                    && answer.body().lines().filter(line -> line.startsWith("\u2014 ")).count() == signatures) {
                return answer.body();
            }
            assertThat(Instant.now()).isBefore(until);
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Test
    void worksOnASecurityModule() throws Exception {
        SoftToken.missing().ifPresent(why -> Assumptions.abort(why));
        SoftToken token = SoftToken.in(Files.createDirectories(database.home()));
        start(token.arguments());
        String customer = collect();
        revealsThePhone(customer);
        server.close();

        start(Stream.concat(Stream.of(token.arguments()), Stream.of("--shouxin.keys.also-sign-with=sm2"))
                .toArray(String[]::new));
        revealsThePhone(customer);
        assertThat(database.home().resolve("keys")).doesNotExist();
        // Ed25519, the token's and SM2.
        String note = checkpoint(3);
        LedgerKeys keys = server.getBean(LedgerKeys.class);
        assertThat(keys.verifiers()).hasSize(3);
        keys.verifiers().forEach(key -> Note.open(note.getBytes(StandardCharsets.UTF_8), key));
        server.close();
    }

    @Test
    void worksWithCustodiansWhoComeTogetherAfterEachStart() throws Exception {
        String[] custody = {"--shouxin.keys.custody=shares", "--shouxin.keys.shares=3",
            "--shouxin.keys.shares-needed=2"};
        start(custody);
        Commands commands = Commands.to(server);
        assertThat(commands.run("status", "").body()).contains("There is no root key yet");
        assertThat(commands.run("shares", "").body().strip()).isEqualTo("1 2 3");
        List<String> shares = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            shares.add(commands.run("hand-out", Integer.toString(number)).body().strip());
        }
        assertThat(commands.run("hand-out", "2").status()).isEqualTo(409);
        assertThat(commands.run("share", shares.get(0)).body()).contains("1 of 2");
        assertThat(commands.run("share", shares.get(2)).body()).contains("Enough shares are together");
        String customer = collect();
        revealsThePhone(customer);
        try (Stream<java.nio.file.Path> files = Files.walk(database.home())) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(Files.readString(file,
                    StandardCharsets.ISO_8859_1)).doesNotContain(shares.get(0), shares.get(1), "SX1-R"));
        }
        server.close();

        start(custody);
        commands = Commands.to(server);
        post("/api/v1/tickets", "{}", 503);
        assertThat(commands.run("share", shares.get(1).replace("SX1-R1", "SX1-R2")).status()).isEqualTo(400);
        commands.run("share", shares.get(1));
        commands.run("share", shares.get(0).toLowerCase(java.util.Locale.ROOT).replace("-", ""));
        revealsThePhone(customer);
        assertThat(commands.run("seal", "").body()).contains("Sealed");
        post("/api/v1/tickets", "{}", 503);
        assertThat(commands.run("unseal", "").body()).contains("The root key is with its custodians");
        commands.run("share", shares.get(2));
        commands.run("share", shares.get(0));
        revealsThePhone(customer);
        server.close();
    }
}
