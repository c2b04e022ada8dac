// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.StaffFixture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole way on an external PostgreSQL of the oldest version allowed, made as docs/operating.md says:
 * sign-in, collect, reveal, verified, and again after a stop. Skips where that PostgreSQL is not installed.
 */
class OldestPostgresIT {

    private static final Path INSTALLATION = Path.of("/usr/lib/postgresql/" + ExternalDatabase.OLDEST_MAJOR);
    private static final String SUPERUSER_PASSWORD = "admin-of-this-test";
    private static final String PASSWORD = "role-of-this-test";
    private static final String ADMINISTRATOR = "a-long-password-of-this-test";
    private static final String PHONE = "16412340001";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path own;

    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private Watchdog postgres;
    private int port;
    private String origin;

    @BeforeEach
    void startPostgresAndFollowTheDocs() throws Exception {
        assumeTrue(Files.isExecutable(INSTALLATION.resolve("bin/postgres")),
                "PostgreSQL " + ExternalDatabase.OLDEST_MAJOR + " is not installed in " + INSTALLATION
                        + "; Debian's package is postgresql-" + ExternalDatabase.OLDEST_MAJOR);
        Path folder = Files.createDirectory(own.resolve("postgres"));
        Unprivileged unprivileged = Unprivileged.choose(INSTALLATION, folder);
        Programs programs = new Programs(INSTALLATION, unprivileged, own.resolve("postgres.log"));
        Path password = folder.resolve("password");
        SecretFiles.writeForOwner(password, SUPERUSER_PASSWORD);
        unprivileged.handOver(folder);
        Path data = folder.resolve("data");
        assertThat(programs.run("initdb", List.of("--pgdata=" + data, "--username=admin", "--pwfile=" + password,
                "--auth=scram-sha-256", "--locale=C", "--encoding=UTF8", "--no-sync"))).isZero();
        port = new RememberedPort(own.resolve("port")).free();
        postgres = Watchdog.start(programs, data, List.of("listen_addresses=127.0.0.1",
                "unix_socket_directories=''", "port=" + port, "fsync=off", "log_min_error_statement=panic",
                "log_error_verbosity=terse"));
        for (String statement : documented()) {
            DatabaseFixture.run(new DatabaseAddress(url("postgres"), "admin", SUPERUSER_PASSWORD), statement);
        }
    }

    @AfterEach
    void stopPostgres() {
        if (postgres != null) {
            postgres.close();
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** What the page for operators tells them to run. */
    private static List<String> documented() throws IOException {
        Matcher block = Pattern.compile("```sql\n(create role.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/operating.md")));
        assertThat(block.find()).isTrue();
        return List.of(block.group(1).replace("'…'", "'" + PASSWORD + "'").strip().split(";\n?"));
    }

    private ConfigurableApplicationContext serve() {
        Path home = own.resolve("home");
        ConfigurableApplicationContext server = new SpringApplicationBuilder(ShouxinServer.class).run(
                "--shouxin.db.url=" + url("shouxin"), "--shouxin.db.user=shouxin", "--shouxin.db.password=" + PASSWORD,
                "--shouxin.home=" + home, "--server.port=0", "--logging.file.name=" + home.resolve("server.log"),
                "--shouxin.register.initial=classpath:registers/sample.yaml", "--shouxin.keys.iterations=100000",
                "--spring.datasource.hikari.maximum-pool-size=8");
        origin = "http://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port");
        return server;
    }

    @Test
    void signsInCollectsRevealsAndVerifiesAlsoAfterAStop() throws Exception {
        String key;
        String auditor;
        String customer;
        try (ConfigurableApplicationContext server = serve()) {
            setFirstPassword(Files.readString(own.resolve("home/server.log")));
            signIn();
            key = key(server, "app-crm");
            auditor = key(server, "app-audit");
            customer = api(key, "POST", "/api/v1/customers", """
                    {"purpose": "service.open", "fields": {"customer-number": "YL0000000001", "name": "欧阳明月",
                     "phone": "%s"}}""".formatted(PHONE)).path("id").asString();
            reveal(key, customer);
            verify(auditor);
        }
        try (ConfigurableApplicationContext server = serve()) {
            assertThat(server.isRunning()).isTrue();
            // The session outlived the stop: it lies in the database.
            assertThat(send(request("/staff").GET()).body()).contains("ADM001");
            reveal(key, customer);
            verify(auditor);
        }
    }

    private void setFirstPassword(String log) throws Exception {
        Matcher link = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}").matcher(log);
        assertThat(link.find()).isTrue();
        assertThat(form(link.group(), link.group(), "password", ADMINISTRATOR, "repeated", ADMINISTRATOR).statusCode())
                .isEqualTo(302);
    }

    private void signIn() throws Exception {
        HttpResponse<String> answer = form("/sign-in", "/sign-in", "number", "ADM001", "password", ADMINISTRATOR);
        assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("reason");
        assertThat(send(request("/staff").GET()).body()).contains("ADM001");
    }

    private static String key(ConfigurableApplicationContext server, String role) {
        return server.getBean(Services.class).add(new Services.NewService(role, role, role,
                StaffFixture.owner(server), role,
                List.of("service.open", "care.inquiry"), List.of("127.0.0.1/32")), Entry.Actor.system("test"));
    }

    private void reveal(String key, String customer) throws Exception {
        String ticket = api(key, "POST", "/api/v1/tickets", """
                {"customer": "%s", "kind": "care.inquiry"}""".formatted(customer)).path("ticket").asString();
        JsonNode answer = api(key, "POST", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["name", "phone"]}""".formatted(ticket));
        assertThat(answer.at("/fields/phone/form").asString()).as(answer.toString()).isIn("clear", "masked");
        assertThat(answer.at("/fields/phone/value").asString()).startsWith("164").endsWith("01");
        assertThat(answer.at("/receipt/entry").asLong()).isPositive();
    }

    /** Each look is a round trip, so this is no busy loop. */
    private void verify(String auditor) throws Exception {
        JsonNode check = api(auditor, "POST", "/api/v1/ledger/check", "");
        for (int i = 0; i < 20_000 && check.path("running").asBoolean(); i++) {
            check = api(auditor, "GET", "/api/v1/ledger/check", "");
        }
        assertThat(check.path("finding").isMissingNode()).as(check.toString()).isTrue();
        assertThat(check.path("entry").asLong()).as(check.toString()).isPositive();
    }

    private JsonNode api(String key, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(request(path).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(200, 202);
        return JSON.readTree(answer.body());
    }

    /** Opens a page, takes its token, and posts to the other; fields are name, value, name, value. */
    private HttpResponse<String> form(String page, String path, String... fields) throws Exception {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(send(request(page).GET()).body());
        assertThat(token.find()).isTrue();
        StringBuilder body = new StringBuilder("_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(fields[i + 1]);
        }
        return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
