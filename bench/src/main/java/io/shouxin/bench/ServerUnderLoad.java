// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The real server on a port of its own, with its embedded PostgreSQL as durable as ever, the sample's register
 * and one key per application, and no customers.
 */
public final class ServerUnderLoad implements AutoCloseable {

    static final String SAMPLE = "classpath:registers/sample.yaml";
    /** A part of the organisation for people that a bench adds. */
    static final String DEPARTMENT = "BENCH";

    private static final String OWNER = "BE0001";
    private static final Entry.Actor WHO = Entry.Actor.system("bench");
    private static final List<String> PURPOSES = List.of("service.open", "care.inquiry", "billing.settle",
            "shop.real-name", "shop.plan-change", "marketing.offer", "analytics.usage");

    private final ConfigurableApplicationContext context;
    private final Access access;

    private ServerUnderLoad(ConfigurableApplicationContext context, Access access) {
        this.context = context;
        this.access = access;
    }

    /** @param home an empty folder, kept by the caller */
    static ServerUnderLoad start(Path home) throws IOException {
        return start(home, SAMPLE);
    }

    /** @param register of the kind that {@code shouxin.register.initial} names */
    static ServerUnderLoad start(Path home, String register) throws IOException {
        ConfigurableApplicationContext context = SpringApplication.run(ShouxinServer.class,
                "--shouxin.home=" + home.toAbsolutePath(), "--server.port=0",
                "--shouxin.register.initial=" + register);
        try {
            return new ServerUnderLoad(context, access(context, home));
        } catch (IOException | RuntimeException failed) {
            context.close();
            throw failed;
        }
    }

    private static Access access(ConfigurableApplicationContext context, Path home) throws IOException {
        Services services = context.getBean(Services.class);
        People people = context.getBean(People.class);
        people.add(new Department(DEPARTMENT, Optional.empty(), "测量", "Measuring", 0));
        people.add(new People.NewPerson(OWNER, "测量", "Measuring", DEPARTMENT, List.of()), null, WHO);
        Map<String, String> keys = new TreeMap<>();
        for (String role : List.of("app-crm", "app-billing", "app-shop", "app-analytics", "app-audit")) {
            keys.put(role, services.add(new Services.NewService(role, role, role, OWNER, role,
                    role.equals("app-audit") ? List.of() : PURPOSES, List.of("127.0.0.1/32")), WHO));
        }
        var settings = context.getEnvironment();
        return new Access(URI.create("http://127.0.0.1:" + settings.getRequiredProperty("local.server.port")), keys,
                settings.getRequiredProperty("spring.datasource.url"),
                settings.getRequiredProperty("spring.datasource.username"),
                settings.getRequiredProperty("spring.datasource.password"), ProcessHandle.current().pid(),
                Long.parseLong(Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).get(0)));
    }

    Access access() {
        return access;
    }

    /** A part of the server, for what is measured without the way through HTTP. */
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Starts one in {@code args[0]}, writes its access to {@code args[1]} and ends with its standard input. */
    public static void main(String[] args) throws IOException {
        try (ServerUnderLoad server = start(Path.of(args[0]))) {
            server.access().write(Path.of(args[1]));
            while (System.in.read() >= 0) {
                // Whoever started this holds the other end; when that process is gone, so is the need.
            }
        }
    }
}
