// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.DurableCluster;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.StaffFixture;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A durable PostgreSQL behind a relay, a server that can be killed, and customers to reveal. */
final class Stage {

    private static final int CUSTOMERS = 20;
    private static final int CLIENTS = 8;

    private final Path home;
    private final DurableCluster cluster;
    private final Relay relay;
    private final Node node;
    private final Evidence evidence;
    private final String key;
    private final List<Clients.Subject> subjects;

    private Stage(Path home, DurableCluster cluster, Relay relay, Node node, Furniture furniture) {
        this.home = home;
        this.cluster = cluster;
        this.relay = relay;
        this.node = node;
        this.key = furniture.key();
        this.subjects = furniture.subjects();
        this.evidence = new Evidence(cluster.url(cluster.port()), cluster.user(), cluster.password());
    }

    /** @param home an empty folder for everything; {@code database} the cluster's, which may lie elsewhere */
    static Stage open(Path home, Path database) throws Exception {
        DurableCluster cluster = DurableCluster.start(database);
        try {
            Relay relay = new Relay(cluster.port());
            List<String> arguments = List.of("--shouxin.home=" + home, "--shouxin.db.url=" + cluster.url(relay.port()),
                    "--shouxin.db.user=" + cluster.user(), "--shouxin.db.password=" + cluster.password(),
                    "--shouxin.keys.file=" + home.resolve("root.key"),
                    "--shouxin.keys.passphrase=the passphrase of a test", "--shouxin.keys.iterations=100000",
                    "--shouxin.register.initial=classpath:registers/sample.yaml",
                    "--spring.datasource.hikari.maximum-pool-size=12",
                    "--spring.datasource.hikari.connection-timeout=2000");
            Furniture furniture = furnished(arguments);
            Node node = new Node(arguments, home.resolve("node.log"));
            node.start();
            return new Stage(home, cluster, relay, node, furniture);
        } catch (Exception failed) {
            cluster.close();
            throw failed;
        }
    }

    private record Furniture(String key, List<Clients.Subject> subjects) {}

    /** Tables, register, an application's key and customers, by a server in this process that ends again. */
    private static Furniture furnished(List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(arguments);
        all.add("--server.port=0");
        try (ConfigurableApplicationContext server = new SpringApplicationBuilder(ShouxinServer.class)
                .run(all.toArray(String[]::new))) {
            String key = server.getBean(Services.class).add(new Services.NewService("crm", "crm", "crm",
                StaffFixture.owner(server),
                    "app-crm", List.of("service.open", "care.inquiry"), List.of("127.0.0.1/32")),
                    Entry.Actor.system("test"));
            URI address = URI.create("http://127.0.0.1:"
                    + server.getEnvironment().getRequiredProperty("local.server.port"));
            List<Clients.Subject> subjects = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                String customer = post(address.resolve("/api/v1/customers"), key, """
                        {"purpose": "service.open", "fields": {"customer-number": "YL%010d", "name": "欧阳明月",
                         "phone": "164%08d", "plan": "5G 畅享 129 元"}}""".formatted(i, i)).get("id").asString();
                subjects.add(new Clients.Subject(customer, post(address.resolve("/api/v1/tickets"), key, """
                        {"customer": "%s", "kind": "care.inquiry"}""".formatted(customer)).get("ticket").asString()));
            }
            return new Furniture(key, subjects);
        }
    }

    private static JsonNode post(URI address, String key, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + key).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return new JsonMapper().readTree(answer.body());
    }

    DurableCluster cluster() {
        return cluster;
    }

    Relay relay() {
        return relay;
    }

    Node node() {
        return node;
    }

    Evidence evidence() {
        return evidence;
    }

    /** One more server on the same database and the same keys, not started. */
    Node another() throws IOException {
        List<String> arguments = new ArrayList<>(node.arguments());
        arguments.add("--shouxin.node=another");
        return new Node(arguments, home.resolve("another.log"));
    }

    Clients clients(Node of, long seed) {
        return new Clients(of.address(), key, subjects, CLIENTS, seed);
    }

    void close() throws Exception {
        node.kill();
        relay.close();
        cluster.close();
    }
}
