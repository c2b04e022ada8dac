// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.settings;

import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.entrance.SignIn;
import io.shouxin.server.language.Words;
import io.shouxin.server.staff.People;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this node runs with, each line with the key that sets it. It reads settings by name, one by one:
 * a listing of everything there is would sooner or later list a secret.
 */
@Component
class Settings {

    static final Duration SKEW_WARN = Duration.ofSeconds(1);
    static final Duration SKEW_BAD = Duration.ofSeconds(5);

    private static final String NO_KEY = "";
    private static final String BUILD = "/META-INF/maven/io.shouxin/shouxin-server/pom.properties";
    private static final Pattern ADDRESS = Pattern.compile("jdbc:postgresql:(?://)?(?:[^@/?]*@)?([^?]*).*");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Environment environment;
    private final SettingsTable db;
    private final DoorClock clock;
    private final Words words;

    Settings(Environment environment, SettingsTable db, DoorClock clock, Words words) {
        this.environment = environment;
        this.db = db;
        this.clock = clock;
        this.words = words;
    }

    /** How a line stands: a word beside it, or none where there is nothing to judge. */
    enum State {
        NONE(""), OK("ok"), WARN("warn"), BAD("bad");

        private final String kind;

        State(String kind) {
            this.kind = kind;
        }

        public String kind() {
            return kind;
        }
    }

    /**
     * @param word the message key of what it is
     * @param value what it is set to, never a secret
     * @param key the configuration key that sets it; empty where none does
     * @param judged the finished words of the state; empty with {@link State#NONE}
     */
    record Line(String word, String value, String key, State state, String judged) {

        static Line plain(String word, String value, String key) {
            return new Line("settings." + word, value, key, State.NONE, "");
        }

        Line judged(State how, String with) {
            return new Line(word, value, key, how, with);
        }
    }

    record Group(String title, List<Line> lines) {}

    List<Group> groups() {
        return List.of(new Group("settings.node", node()), new Group("settings.database", database()),
                new Group("settings.keys", keys()), new Group("settings.access", access()),
                new Group("settings.outside", outside()));
    }

    private List<Line> node() {
        boolean tls = environment.containsProperty("server.ssl.bundle")
                || environment.containsProperty("server.ssl.certificate")
                || environment.containsProperty("server.ssl.key-store");
        String address = set("server.address", "0.0.0.0");
        boolean loopback = address.equals("127.0.0.1") || address.equals("localhost") || address.equals("::1");
        return List.of(
                Line.plain("version", version().orElse(words.of("settings.unpacked")), NO_KEY),
                Line.plain("java", System.getProperty("java.vendor") + " " + Runtime.version(), NO_KEY),
                Line.plain("name", set("shouxin.node", "node-1"), "shouxin.node"),
                Line.plain("home", Path.of(set("shouxin.home", "var")).toAbsolutePath().normalize().toString(),
                        "shouxin.home"),
                Line.plain("address", address + ":" + set("server.port", "8080"), "server.address"),
                Line.plain("tls", words.of(tls ? "settings.on" : "settings.off"), "server.ssl.bundle")
                        .judged(tls || loopback ? State.OK : State.BAD,
                                words.of(tls ? "settings.tls.on" : loopback ? "settings.tls.loopback"
                                        : "settings.tls.missing")),
                Line.plain("zone", clock.getZone().getId(), "shouxin.zone"));
    }

    /** As the build wrote it into the jar; a node started from loose classes has none. */
    private static Optional<String> version() {
        Properties build = new Properties();
        try (InputStream in = Settings.class.getResourceAsStream(BUILD)) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.ofNullable(build.getProperty("version"));
    }

    private List<Line> database() {
        boolean external = !set("shouxin.db.url", "").isBlank();
        Matcher address = ADDRESS.matcher(set("spring.datasource.url", ""));
        boolean durable = durable();
        return List.of(
                Line.plain("db.kind", words.of(external ? "settings.db.external"
                        : "settings.db.embedded"), "shouxin.db.url"),
                Line.plain("db.address", address.matches() ? address.group(1) : "-", "shouxin.db.url"),
                Line.plain("db.user", set("spring.datasource.username", "-"), "shouxin.db.user"),
                Line.plain("db.version", "PostgreSQL " + show("server_version"), NO_KEY),
                Line.plain("db.pool", set("spring.datasource.hikari.maximum-pool-size", "10"),
                        "spring.datasource.hikari.maximum-pool-size"),
                Line.plain("db.durable", "fsync " + show("fsync") + ", synchronous_commit "
                        + show("synchronous_commit"), NO_KEY).judged(durable ? State.OK : State.BAD,
                        words.of(durable ? "settings.db.durable.yes" : "settings.db.durable.no")),
                skew());
    }

    private boolean durable() {
        return show("fsync").equals("on") && !Set.of("off", "local").contains(show("synchronous_commit"));
    }

    /** The two clocks, compared in the middle of the question to PostgreSQL. */
    private Line skew() {
        Instant before = clock.systemInstant();
        Instant there = db.databaseTime();
        Duration took = Duration.between(before, clock.systemInstant());
        Duration skew = Duration.between(before.plus(took.dividedBy(2)), there);
        State state = judge(skew);
        return Line.plain("skew", String.format(Locale.ROOT, "%+,d ms", skew.toMillis()), NO_KEY)
                .judged(state, words.of("settings.skew." + state.kind()));
    }

    static State judge(Duration skew) {
        Duration size = skew.abs();
        return size.compareTo(SKEW_BAD) >= 0 ? State.BAD : size.compareTo(SKEW_WARN) >= 0 ? State.WARN : State.OK;
    }

    private List<Line> keys() {
        String home = set("shouxin.home", "var");
        Path file = Path.of(set("shouxin.keys.file", home + "/keys/root.key"));
        List<Line> lines = new ArrayList<>();
        // Where the next root version is made; the page Keys says where the present one is.
        lines.add(Line.plain("keys.custody", words.of("settings.keys." + set("shouxin.keys.custody", "file")
                .toLowerCase(java.util.Locale.ROOT) + "-custody"), "shouxin.keys.custody"));
        lines.add(file("keys.file", file, "shouxin.keys.file"));
        if (environment.containsProperty("shouxin.keys.passphrase")) {
            lines.add(Line.plain("keys.passphrase", words.of("settings.keys.by-setting"),
                    "shouxin.keys.passphrase"));
        } else {
            lines.add(file("keys.passphrase", Path.of(set("shouxin.keys.passphrase-file",
                    home + "/secrets/root-passphrase")), "shouxin.keys.passphrase-file"));
        }
        lines.add(Line.plain("keys.log-name", set("shouxin.keys.log-name", "shouxin.example/ledger"),
                "shouxin.keys.log-name"));
        return lines;
    }

    private Line file(String word, Path file, String key) {
        State state;
        String said;
        try {
            boolean owner = OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
            state = owner ? State.OK : State.BAD;
            said = owner ? "settings.file.private" : "settings.file.open";
        } catch (IOException | UnsupportedOperationException unreadable) {
            state = State.BAD;
            said = "settings.file.missing";
        }
        return Line.plain(word, file.toAbsolutePath().normalize().toString(), key).judged(state, words.of(said));
    }

    private List<Line> access() {
        Duration idle = environment.getProperty("server.servlet.session.timeout", Duration.class,
                Duration.ofMinutes(30));
        return List.of(
                Line.plain("session.timeout", words.of("settings.minutes", idle.toMinutes()),
                        "server.servlet.session.timeout"),
                Line.plain("session.cookie", set("server.servlet.session.cookie.name", "SESSION") + " · HttpOnly · "
                                + "SameSite=" + set("server.servlet.session.cookie.same-site", "Lax"),
                        "server.servlet.session.cookie.name"),
                Line.plain("lock", words.of("settings.lock.rule", SignIn.FAILURES_MAX,
                        SignIn.LOCKED_FOR.toMinutes()), NO_KEY),
                Line.plain("password", words.of("staff.rule.password", People.PASSWORD_MIN,
                        People.PASSWORD_BYTES_MAX), NO_KEY),
                Line.plain("factor.required", listed("shouxin.factor.required-for"), "shouxin.factor.required-for"),
                Line.plain("factor.origins", listed("shouxin.factor.origins"), "shouxin.factor.origins"),
                Line.plain("invitation", words.of("settings.hours", People.INVITATION_VALID.toHours()), NO_KEY));
    }

    private List<Line> outside() {
        String none = words.of("settings.none");
        return List.of(
                Line.plain("mail", set("shouxin.outbox.mail-host", none), "shouxin.outbox.mail-host"),
                Line.plain("sms", set("shouxin.outbox.sms-host", none), "shouxin.outbox.sms-host"),
                Line.plain("sso", none, NO_KEY), Line.plain("scim", none, NO_KEY));
    }

    private String listed(String key) {
        List<String> values = Binder.get(environment).bind(key, Bindable.listOf(String.class)).orElse(List.of());
        return values.isEmpty() ? words.of("settings.nobody") : String.join(", ", values);
    }

    private String set(String key, String otherwise) {
        return environment.getProperty(key, otherwise);
    }

    private String show(String parameter) {
        return db.databaseSetting(parameter);
    }
}
