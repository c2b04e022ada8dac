// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The server as an operator starts it, with a small sample, once for all tests of this module. */
final class RunningServer {

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final int CUSTOMERS = 60;
    private static final long SEED = 7;
    private static RunningServer server;
    private static List<String> more = List.of();

    private final ConfigurableApplicationContext context;
    private final JsonNode signIns;

    private RunningServer(Path home) throws IOException {
        List<String> settings = new ArrayList<>(List.of("--server.port=0", "--shouxin.home=" + home,
                "--shouxin.sample.enabled=true", "--shouxin.sample.customers=" + CUSTOMERS,
                "--shouxin.sample.seed=" + SEED, "--shouxin.sample.days=2"));
        settings.addAll(more);
        context = SpringApplication.run(main(), settings.toArray(String[]::new));
        Path file = home.resolve("sample-sign-ins.json");
        await(() -> Files.exists(file));
        signIns = JsonMapper.shared().readTree(Files.readString(file));
    }

    static synchronized RunningServer get() {
        if (server == null) {
            try {
                server = new RunningServer(Files.createTempDirectory("shouxin-browser"));
                Runtime.getRuntime().addShutdownHook(new Thread(server.context::close));
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
        return server;
    }

    /** With further settings; for a test that runs by itself, before anybody else has started the server. */
    static synchronized RunningServer with(String... settings) {
        if (server != null) {
            throw new IllegalStateException("The server runs already.");
        }
        more = List.of(settings);
        return get();
    }

    private static Class<?> main() {
        try {
            return Class.forName("io.shouxin.server.ShouxinServer");
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(absent);
        }
    }

    String address() {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return "http://127.0.0.1:" + port;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** One whose class is its module's own. */
    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** The phone number of the sample's customer at this place; the sample is the same for the same seed. */
    String samplePhone(int place) {
        try {
            var customers = Class.forName("io.shouxin.server.sample.SampleCustomers")
                    .getDeclaredConstructor(long.class, int.class);
            customers.setAccessible(true);
            Object sample = customers.newInstance(SEED, CUSTOMERS);
            var phone = sample.getClass().getDeclaredMethod("phone", int.class);
            phone.setAccessible(true);
            return (String) phone.invoke(sample, place);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    /** One sign-in of the sample, by role: its number and password. */
    JsonNode signIn(String role) {
        for (JsonNode one : signIns.path("signIns")) {
            if (one.path("role").asString("").equals(role)) {
                return one;
            }
        }
        throw new IllegalStateException("No sign-in for " + role);
    }

    /** Waits for a condition that another thread brings about, within a bound. */
    static void await(java.util.concurrent.Callable<Boolean> condition) {
        Instant until = Instant.now().plus(READY_WITHIN);
        try {
            while (!condition.call()) {
                if (Instant.now().isAfter(until)) {
                    throw new IllegalStateException("Not within " + READY_WITHIN);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
