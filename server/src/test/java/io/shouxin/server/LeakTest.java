// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.outbox.OutboxTrial;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sends customers' values through every way in and out, and into every place they do not belong, and
 * then looks for them wherever they could have been left: log lines as configured and with everything
 * an operator may turn on, refusals, every column of every table, files under the home. They lie in
 * the answers to those who may see them, and nowhere else.
 */
@ServerTest
@Import({Door.class, OutboxTrial.class})
class LeakTest {

    private static final String NAME = "濮阳无双";
    private static final String PHONE = "16477700316";
    private static final String MISSED_PHONE = "16477700317";
    private static final String BATCH_PHONE = "16477700318";
    private static final String EMAIL = "wushuang.puyang@leak.example";
    private static final String ADDRESS = "云岭省南屏市漏网巷 316 号";
    private static final String PASSWORD = "leak-Pw-316316";
    private static final String NOTE = "备注漏网之鱼三一六";
    private static final String NUMBER = "YLLEAK0000316";
    private static final Needles NEEDLES = new Needles(NAME, PHONE, MISSED_PHONE, BATCH_PHONE, EMAIL, ADDRESS,
            PASSWORD, NOTE, NUMBER);

    /** What an operator turns on to look for a fault. Below DEBUG, Spring's own words say that values follow. */
    private static final Map<String, Level> OURS_TURNED_ON = Map.of("io.shouxin", Level.TRACE,
            "org.springframework.jdbc", Level.DEBUG, "org.springframework.transaction", Level.DEBUG,
            "org.springframework.session", Level.DEBUG, "org.thymeleaf", Level.DEBUG,
            "com.zaxxer.hikari", Level.DEBUG, "org.postgresql", Level.DEBUG);
    /** These repeat addresses and what could not be bound, as docs/configuration.md warns; not what is in order. */
    private static final Map<String, Level> ALL_TURNED_ON = Map.of("org.springframework", Level.DEBUG,
            "io.shouxin", Level.TRACE, "org.thymeleaf", Level.DEBUG, "org.apache", Level.DEBUG);

    @Autowired Door door;
    @Autowired OutboxTrial letters;
    @Autowired MockMvc web;
    @Autowired JdbcTemplate db;
    @Autowired People people;
    @Value("${shouxin.home}") Path home;

    private final List<String> leaks = new ArrayList<>();
    private @Nullable MockHttpSession session;

    @Test
    void valuesAreInTheVaultSealedAndNowhereElse() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root().addAppender(lines);
        try {
            workThroughTheDoor();
            sendLetters();
            bringValuesWhereTheyDoNotBelong();
            with(OURS_TURNED_ON, this::bringValuesWhereTheyDoNotBelong);
            with(OURS_TURNED_ON, this::sendLetters);
            with(ALL_TURNED_ON, this::workAgain);
        } finally {
            root().detachAppender(lines);
        }
        assertThat(lines.list.size()).as("log lines seen").isGreaterThan(50);
        List.copyOf(lines.list).forEach(line -> look("a log line of " + line.getLoggerName(), text(line)));
        lookIntoTheDatabase();
        lookIntoFiles();
        assertThat(leaks).isEmpty();
    }

    @Test
    void wouldFindAValueInEachOfItsForms() {
        db.execute("CREATE TABLE leak_control (plain text, hidden bytea)");
        try {
            db.update("INSERT INTO leak_control VALUES (?, ?)", "tel:" + PHONE,
                    java.util.Base64.getEncoder().encode(("x" + NAME).getBytes(StandardCharsets.UTF_8)));
            lookIntoTheDatabase();
        } finally {
            db.execute("DROP TABLE leak_control");
        }
        assertThat(leaks).filteredOn(leak -> leak.contains("leak_control")).hasSize(2);
        assertThat(NEEDLES.in("phone%3D" + PHONE)).isPresent();
        assertThat(NEEDLES.in("nothing of the kind")).isEmpty();
    }

    private void workThroughTheDoor() throws Exception {
        String fields = """
                {"customer-number": "%s", "name": "%s", "phone": "%s", "email": "%s", "address": "%s",
                 "service-password": "%s", "note-free": "%s"}""".formatted(NUMBER, NAME, PHONE, EMAIL, ADDRESS,
                PASSWORD, NOTE);
        Answer made = door.answer(json("/api/v1/customers").header("Idempotency-Key", "leak-" + PHONE)
                .content("{\"purpose\": \"service.open\", \"fields\": " + fields + "}"), door.key("app-crm"));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        send("app-crm", "/api/v1/customers:batch", """
                {"purpose": "service.open", "update": true, "customers": [{"fields": %s},
                 {"fields": {"customer-number": "%s", "name": "%s", "phone": "%s"}}, {"fields": {"phone": "%s"}}]}"""
                .formatted(fields, Door.freshNumber(), NAME, BATCH_PHONE, BATCH_PHONE));
        importFile();
        workAgain();
    }

    private void workAgain() throws Exception {
        String customer = search(PHONE).text("/customers/0/id");
        search(MISSED_PHONE);
        String asked = """
                "purpose": "care.inquiry", "ticket": "%s", "fields": ["name", "phone", "email", "address"]"""
                .formatted(door.ticket(customer));
        send("app-crm", "/api/v1/customers/" + customer + "/reveal", "{" + asked + "}");
        send("app-crm", "/api/v1/customers/" + customer + "/explain", "{" + asked + "}");
        send("app-crm", "/api/v1/reveal", "{\"customers\": [\"" + customer + "\"], " + asked + "}");
        Answer tokens = send("app-crm", "/api/v1/tokens", "{\"customer\": \"" + customer + "\", " + asked + "}");
        send("app-crm", "/api/v1/tokens/reveal", """
                {"purpose": "care.inquiry", "tokens": ["%s", "%s"]}"""
                .formatted(tokens.text("/fields/phone/value"), "phone:1" + PHONE));
    }

    /** The file waits in the database until it is worked through, and its bad row leaves a reason. */
    private void importFile() throws Exception {
        Answer job = door.answer(MockMvcRequestBuilders.post("/api/v1/imports").contentType("application/yaml")
                .content("""
                        purpose: service.open
                        existing: update
                        columns: {number: customer-number, name: name, phone: phone, note: note-free}
                        """), door.key("app-crm"));
        assertThat(job.status()).as(job.body().toString()).isEqualTo(201);
        String file = "number,name,phone,note\n" + Door.freshNumber() + "," + NAME + "," + BATCH_PHONE + "," + NOTE
                + "\n" + Door.freshNumber() + "," + NAME + ",x" + PHONE + "," + NOTE + "\n";
        Answer put = door.answer(MockMvcRequestBuilders.put("/api/v1/imports/" + job.text("/id") + "/file")
                .contentType("text/csv").content(file), door.key("app-crm"));
        assertThat(put.status()).as(put.body().toString()).isEqualTo(202);
        look("the answer to a file", put.body().toString());
        door.read("app-crm", "/api/v1/imports/" + job.text("/id"));
    }

    /** A code by mail and by short message: the servers quote addresses and texts, and nobody else does. */
    private void sendLetters() throws Exception {
        letters.sendBadly(EMAIL, PHONE, List.of(NAME, PASSWORD, NOTE));
    }

    private Answer search(String phone) throws Exception {
        return send("app-crm", "/api/v1/customers/search", """
                {"purpose": "care.inquiry", "field": "phone", "value": "+86 %s"}""".formatted(phone));
    }

    /**
     * Callers make mistakes: a value as a name, in an address, as a key, in a header, in a form. A mapping
     * of an import is not among these places: it names columns, and its mistakes are told by those names.
     */
    private void bringValuesWhereTheyDoNotBelong() throws Exception {
        for (String value : List.of(PHONE, NAME, EMAIL, ADDRESS, NUMBER)) {
            Map<String, String> bodies = new LinkedHashMap<>();
            bodies.put("/api/v1/customers", """
                    {"purpose": "%1$s", "fields": {"%1$s": "%1$s", "phone": "%1$s x"}}""");
            bodies.put("/api/v1/customers?note=1", """
                    {"purpose": "service.open", "fields": {"customer-number": "%1$s",
                     "email": "%1$s\\u0000"}, "consents": [{"purpose": "%1$s", "notice": "%1$s",
                     "channel": "x%1$s"}]}""");
            bodies.put("/api/v1/customers:batch", """
                    {"purpose": "service.open", "customers": [{"fields": {"%1$s": 1}}, {"%1$s": {}}]}""");
            bodies.put("/api/v1/customers/search", """
                    {"purpose": "%1$s", "field": "%1$s", "value": "%1$s"}""");
            bodies.put("/api/v1/reveal", """
                    {"purpose": "care.inquiry", "ticket": "%1$s", "fields": ["%1$s"], "customers": ["%1$s"]}""");
            bodies.put("/api/v1/reveal?", """
                    {"purpose": "care.inquiry", "ticket": "%1$s", "fields": ["plan"],
                     "customers": ["00000000-0000-4000-8000-000000000000"]}""");
            bodies.put("/api/v1/tokens/reveal", """
                    {"purpose": "care.inquiry", "ticket": "%1$s", "tokens": ["%1$s", "phone:%1$s"]}""");
            bodies.put("/api/v1/tickets", """
                    {"customer": "00000000-0000-4000-8000-000000000000", "kind": "%1$s"}""");
            bodies.put("/api/v1/customers?", "{\"%1$s");
            for (Map.Entry<String, String> one : bodies.entrySet()) {
                refused(json(one.getKey()).content(one.getValue().formatted(value)), door.key("app-crm"));
            }
            refused(json("/api/v1/customers").header("Idempotency-Key", value).content("{\"" + value + "\": 1}"),
                    door.key("app-crm"));
            refused(json("/api/v1/customers/{id}/reveal", value).content("{}"), door.key("app-crm"));
            refused(json("/api/v1/tickets/{number}/close", value), door.key("app-crm"));
            refused(MockMvcRequestBuilders.get("/api/v1/ledger/entries").param("customer", value)
                    .param("from", value), door.key("app-audit"));
            refused(MockMvcRequestBuilders.get("/api/v1/{nowhere}", value), door.key("app-crm"));
            refused(json("/api/v1/reveal").content("{}").header("User-Agent", value).header("X-Forwarded-For", value),
                    value);
            pages(value);
        }
    }

    private void pages(String value) throws Exception {
        page(MockMvcRequestBuilders.post("/sign-in").param("number", value).param("password", value).with(csrf()));
        page(MockMvcRequestBuilders.get("/sign-in").param("reason", value));
        page(MockMvcRequestBuilders.get("/{nowhere}", value).session(signedIn()));
        page(MockMvcRequestBuilders.get("/customers/{id}", value).session(signedIn()));
        page(MockMvcRequestBuilders.post("/customers").param("q", value).session(signedIn()).with(csrf()));
    }

    private MockHttpSession signedIn() throws Exception {
        if (session != null) {
            return session;
        }
        if (people.find("LK0316").isEmpty()) {
            people.add(new Department("leak", java.util.Optional.empty(), "漏网测试部", "Leak trial", 0));
            people.add(new People.NewPerson("LK0316", "试一", "Trial One", "leak", List.of("care-agent")),
                    "only-for-this-test-316", Entry.Actor.system("test"));
        }
        MvcResult in = web.perform(MockMvcRequestBuilders.post("/sign-in").param("number", "LK0316")
                .param("password", "only-for-this-test-316").with(csrf())).andReturn();
        session = (MockHttpSession) in.getRequest().getSession();
        return session;
    }

    private Answer send(String role, String path, String body) throws Exception {
        Answer answer = door.send(role, path, body);
        assertThat(answer.status()).as(path + " " + answer.body()).isBetween(200, 299);
        return answer;
    }

    /** A refusal is not for anybody's eyes in particular, so nothing of a customer may be in it. */
    private void refused(MockHttpServletRequestBuilder request, String key) throws Exception {
        MvcResult result = web.perform(request.header("Authorization", "Bearer " + key)).andReturn();
        int status = result.getResponse().getStatus();
        if (status >= 400) {
            look("the answer " + status + " to " + pattern(result), result.getResponse()
                    .getContentAsString(StandardCharsets.UTF_8));
            assertThat(status).as(pattern(result)).isLessThan(500);
        }
    }

    private void page(MockHttpServletRequestBuilder request) throws Exception {
        MvcResult result = web.perform(request).andReturn();
        look("the page " + pattern(result), result.getResponse().getContentAsString(StandardCharsets.UTF_8));
        look("the redirect of " + pattern(result), String.valueOf(result.getResponse().getHeader("Location")));
    }

    private static String pattern(MvcResult result) {
        return result.getRequest().getMethod() + " " + result.getRequest().getAttribute(
                "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern");
    }

    private static MockHttpServletRequestBuilder json(String path, Object... variables) {
        return MockMvcRequestBuilders.post(path, variables).contentType(MediaType.APPLICATION_JSON);
    }

    private void lookIntoTheDatabase() {
        List<Map<String, Object>> columns = db.queryForList("""
                SELECT c.table_schema AS s, c.table_name AS t, c.column_name AS c
                FROM information_schema.columns c JOIN information_schema.tables b USING (table_schema, table_name)
                WHERE b.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
                  AND c.data_type IN ('text', 'character varying', 'character', 'bytea', 'json', 'jsonb', 'ARRAY')
                """);
        assertThat(columns).hasSizeGreaterThan(40);
        columns.forEach(column -> {
            String place = column.get("t") + "." + column.get("c");
            String sql = "SELECT \"%s\" FROM \"%s\".\"%s\""
                    .formatted(column.get("c"), column.get("s"), column.get("t"));
            db.query(sql, row -> {
                Object cell = row.getObject(1);
                byte[] bytes = cell instanceof byte[] raw ? raw
                        : String.valueOf(row.getString(1)).getBytes(StandardCharsets.UTF_8);
                NEEDLES.in(bytes).ifPresent(what -> leaks.add(place + ": " + what));
            });
        });
    }

    private void lookIntoFiles() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                NEEDLES.in(Files.readAllBytes(file)).ifPresent(what ->
                        leaks.add("file " + home.relativize(file) + ": " + what));
            }
        }
    }

    private void look(String where, String text) {
        NEEDLES.in(text).ifPresent(what -> leaks.add(where + ": " + what));
    }

    private static String text(ILoggingEvent line) {
        String cause = line.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(line.getThrowableProxy());
        return line.getFormattedMessage() + "\n" + line.getMDCPropertyMap() + "\n" + cause;
    }

    private interface Act {
        void act() throws Exception;
    }

    private static void with(Map<String, Level> levels, Act act) throws Exception {
        Map<String, Level> before = new java.util.HashMap<>();
        levels.forEach((name, level) -> {
            before.put(name, logger(name).getLevel());
            logger(name).setLevel(level);
        });
        try {
            act.act();
        } finally {
            before.forEach((name, level) -> logger(name).setLevel(level));
        }
    }

    private static Logger root() {
        return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
