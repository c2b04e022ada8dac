// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static io.shouxin.server.vault.Door.freshNumber;
import static io.shouxin.server.vault.Door.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Whatever a caller sends: a problem document that says what to do next in the caller's language,
 * nothing stored, and nothing of what was sent said again.
 */
@ServerTest
@Import(Door.class)
class BadInputIT {

    /** Stands wherever a customer's value could stand; must not come back. */
    private static final String SECRET = "16400990099";
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    private static final int FIVE_MIB = 5 << 20;

    @Autowired Door door;
    @Autowired MockMvc web;
    @Autowired JsonMapper json;
    @Autowired Customers customers;
    @Autowired Services services;
    @Autowired People people;
    @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

    /** Every operation that reads a JSON body, found in the server: a new one is under this test at once. */
    private List<String> operations() {
        List<String> paths = new ArrayList<>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            if (mapping.getMethodsCondition().getMethods().stream().anyMatch(one -> one.name().equals("POST"))
                    && readsJson(method)) {
                mapping.getPatternValues().stream().filter(path -> path.startsWith("/api/v1/"))
                        .map(path -> path.replaceAll("\\{[^}]+}", UNKNOWN)).forEach(paths::add);
            }
        });
        assertThat(paths).hasSizeGreaterThanOrEqualTo(9);
        return paths;
    }

    private static boolean readsJson(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters()).anyMatch(parameter ->
                parameter.hasParameterAnnotation(RequestBody.class)
                        && parameter.getParameterType() != byte[].class
                        && parameter.getParameterType() != String.class);
    }

    private static Map<String, byte[]> badBodies() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        BiConsumer<String, String> add = (name, text) -> bodies.put(name, text.getBytes(StandardCharsets.UTF_8));
        add.accept("empty", "");
        add.accept("not JSON", "phone=" + SECRET);
        add.accept("truncated", "{\"purpose\": \"" + SECRET);
        add.accept("two documents", "{} {\"purpose\": \"" + SECRET + "\"}");
        add.accept("null", "null");
        add.accept("a list", "[\"" + SECRET + "\"]");
        add.accept("a text", "\"" + SECRET + "\"");
        add.accept("a number", SECRET);
        add.accept("nothing in it", "{}");
        add.accept("unknown member", "{\"phone-" + SECRET + "\": \"" + SECRET + "\"}");
        add.accept("member twice", "{\"purpose\": \"" + SECRET + "\", \"purpose\": \"care.inquiry\"}");
        add.accept("everything null", everything("null"));
        add.accept("everything a number", everything("16400990099"));
        add.accept("everything a truth value", everything("true"));
        add.accept("everything a list of null", everything("[null]"));
        add.accept("everything a list of numbers", everything("[16400990099]"));
        add.accept("everything a list of lists", everything("[[\"" + SECRET + "\"]]"));
        add.accept("everything an object", everything("{\"phone\": \"" + SECRET + "\"}"));
        add.accept("everything a text", everything("\"" + SECRET + "\""));
        add.accept("lone surrogates", everything("\"\\ud800" + SECRET + "\\udc00\\ud800\""));
        add.accept("control characters", everything("\"\\u0000\\u001b[2J" + SECRET + "\""));
        add.accept("deep lists", "{\"fields\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}");
        add.accept("deep objects", "{\"fields\": " + "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_001));
        add.accept("a long number", everything("1" + "0".repeat(5_000)));
        add.accept("100,000 items", everything("[" + "\"a\",".repeat(99_999) + "\"a\"]"));
        add.accept("5 MiB", "{\"purpose\": \"" + "1".repeat(FIVE_MIB) + "\"}");
        bodies.put("invalid UTF-8", bytes("{\"purpose\": \"", 0xC3, 0x28, "\"}"));
        bodies.put("overlong UTF-8", bytes("{\"purpose\": \"", 0xC0, 0xAF, "\"}"));
        bodies.put("surrogates in UTF-8", bytes("{\"purpose\": \"", 0xED, 0xA0, 0x80, "\"}"));
        return bodies;
    }

    /** All members that any operation knows are not known to one of them, so each is sent alone too. */
    private static String everything(String value) {
        return "{\"purpose\": " + value + ", \"fields\": " + value + "}";
    }

    private static byte[] bytes(Object... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer one) {
                out.write(one);
            } else {
                out.writeBytes(part.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    @TestFactory
    Stream<DynamicTest> refusesABadBodyAtEveryOperation() throws Exception {
        long before = customers.count();
        List<DynamicTest> tests = new ArrayList<>();
        for (String path : operations()) {
            badBodies().forEach((name, body) -> tests.add(DynamicTest.dynamicTest(path + ", " + name, () -> {
                requireProblem(json(path).content(body), "en");
                requireProblem(json(path).content(body), "zh-CN");
            })));
        }
        tests.add(DynamicTest.dynamicTest("nothing was stored", () ->
                assertThat(customers.count()).isEqualTo(before)));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> refusesWrongTypesOfEachMember() throws Exception {
        String customer = door.customer(freshPhone());
        String ticket = door.ticket(customer);
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, String> good : goodBodies(customer, ticket).entrySet()) {
            JsonNode body = json.readTree(good.getValue());
            for (String member : body.propertyNames()) {
                for (String wrong : List.of("{\"a\": {\"b\": \"" + SECRET + "\"}}", "[[null]]", "true", "16400990099",
                        "\"\\u0000\"", "\"\\ud800\"", "[null]", "[{}]")) {
                    if (!stands(good.getKey(), member, wrong)) {
                        var changed = body.deepCopy().asObject().set(member, json.readTree(wrong));
                        tests.add(DynamicTest.dynamicTest(good.getKey() + ", " + member + " " + wrong, () ->
                                requireProblem(json(good.getKey()).content(json.writeValueAsBytes(changed)), "en")));
                    }
                }
            }
        }
        return tests.stream();
    }

    /** Values that are right, however odd. */
    private static boolean stands(String path, String member, String value) {
        return member.equals("update") && value.equals("true");
    }

    private static Map<String, String> goodBodies(String customer, String ticket) {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("/api/v1/customers", """
                {"purpose": "service.open", "customer": "%s", "fields": {"plan": "5G"},
                 "consents": [{"purpose": "marketing.offer", "notice": "2026-1", "channel": "shop"}]}"""
                .formatted(customer));
        bodies.put("/api/v1/customers:batch", """
                {"purpose": "service.open", "update": false, "customers": [{"fields": {"plan": "5G"}}]}""");
        bodies.put("/api/v1/customers/search", """
                {"purpose": "care.inquiry", "field": "phone", "value": "16400000001"}""");
        bodies.put("/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan"]}""".formatted(ticket));
        bodies.put("/api/v1/customers/" + customer + "/explain", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan"]}""".formatted(ticket));
        bodies.put("/api/v1/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan"], "customers": ["%s"]}"""
                .formatted(ticket, customer));
        bodies.put("/api/v1/tokens", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan"], "customer": "%s"}"""
                .formatted(ticket, customer));
        bodies.put("/api/v1/tokens/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "tokens": ["phone:1abc"]}""".formatted(ticket));
        bodies.put("/api/v1/tickets", """
                {"customer": "%s", "kind": "care.inquiry"}""".formatted(customer));
        return bodies;
    }

    @Test
    void refusesTheWrongContentTypeEverywhere() throws Exception {
        for (String path : operations()) {
            for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/xml",
                    "application/json;charset=GBK", "multipart/form-data;boundary=x", "nonsense")) {
                Answer answer = requireProblem(MockMvcRequestBuilders.post(path).header("Content-Type", type)
                        .content(SECRET), "en");
                assertThat(answer.status()).as(path + " " + type).isIn(415, 400);
            }
        }
    }

    @Test
    void refusesTheWrongMethodEverywhere() throws Exception {
        for (String path : operations()) {
            for (HttpMethod method : List.of(HttpMethod.DELETE, HttpMethod.PATCH, HttpMethod.PUT)) {
                Answer answer = requireProblem(MockMvcRequestBuilders.request(method, path), "en");
                assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/nothing, 404", "/api/v2/customers, 404", "/api/v1/customers/not-an-id/reveal, 400",
        "/api/v1/customers/16400990099/reveal, 400", "/api/v1/tickets/16400990099/close, 404",
        "/api/v1/tickets/GD 1/close, 404"})
    void refusesAnAddressThatLeadsNowhere(String path, int status) throws Exception {
        Answer answer = requireProblem(json(path).content("{\"purpose\": \"care.inquiry\", \"fields\": [\"plan\"]}"),
                "en");
        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=abc", "limit=-1", "limit=99999999999", "before=16400990099x", "from=16400990099",
        "customer=16400990099", "outcome=16400990099"})
    void refusesAParameterOfTheWrongKind(String query) throws Exception {
        requireProblem(MockMvcRequestBuilders.get("/api/v1/ledger/entries?" + query), "en", door.key("app-audit"));
        requireProblem(MockMvcRequestBuilders.get("/api/v1/ledger/entries/" + query), "en", door.key("app-audit"));
    }

    @Test
    void answersADocumentWhateverTheCallerAccepts() throws Exception {
        String path = "/api/v1/customers/" + door.customer(freshPhone()) + "/reveal";
        for (String accepts : List.of("text/html", "application/xml", "image/png", "nonsense/")) {
            requireProblem(json(path).header("Accept", accepts)
                    .content("{\"purpose\": \"care.inquiry\", \"fields\": [\"plan\"]}"), "en");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x", "Bearer sx_0000_0000", "Basic YTpi", "Bearer \u7532",
        "Bearer a b c"})
    void refusesAnUnknownKey(String header) throws Exception {
        for (String path : operations()) {
            MockHttpServletRequestBuilder request = json(path).content("{}").header("Accept-Language", "zh-CN");
            if (!header.isEmpty()) {
                request.header("Authorization", header);
            }
            requireProblem(web.perform(request).andReturn(), 401);
        }
    }

    @Test
    void refusesARevokedKeyAndOneFromAnotherNetwork() throws Exception {
        Entry.Actor test = Entry.Actor.system("test");
        String revoked = services.add(new Services.NewService("gone-1", "已停用", "Gone", StaffFixture.owner(people),
                "app-crm", List.of("care.inquiry"), List.of("127.0.0.1/32")), test);
        services.revoke("gone-1", test);
        String elsewhere = services.add(new Services.NewService("far-1", "别处", "Elsewhere", StaffFixture.owner(people),
                "app-crm", List.of("care.inquiry"), List.of("192.0.2.0/24")), test);
        for (String key : List.of(revoked, elsewhere)) {
            Answer answer = requireProblem(json("/api/v1/reveal").content("{}"), "en", key);
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void refusesEveryFieldOnAnotherCustomersTicket() throws Exception {
        String customer = door.customer(freshPhone());
        String other = door.ticket(door.customer(freshPhone()));
        Answer answer = reveal(customer, other);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/fields/plan/form")).isEqualTo("refused");
        assertThat(answer.text("/fields/plan/reasons/0/key")).isEqualTo("policy.ticket-other-customer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GD 1", "GD\\t1", "'; DROP TABLE customer; --", "<script>", "张三", "\\u200bGD1",
        "16400990099",
        "8616400990099", "110101190001010019"})
    void refusesATicketThatIsNone(String ticket) throws Exception {
        Answer answer = reveal(door.customer(freshPhone()), ticket);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/where")).isEqualTo("ticket");
        assertThat(answer.body().toString()).doesNotContain("DROP", "script>", "张三", "99009");
    }

    @Test
    void takesSqlAndHtmlAsTextAndNothingElse() throws Exception {
        long before = customers.count();
        for (String text : List.of("'); DROP TABLE customer; --", "<script>alert(1)</script>", "${7*7}", "{{7*7}}",
                "../../etc/passwd", "=1+1", "%00", "\" OR \"1\"=\"1")) {
            Answer made = collect(Map.of("customer-number", freshNumber(), "name", "欧阳明月", "plan", text));
            if (made.status() == 201) {
                String customer = made.text("/id");
                assertThat(reveal(customer, door.ticket(customer)).text("/fields/plan/value")).isEqualTo(text);
                before++;
            } else {
                assertThat(made.status()).as(text).isEqualTo(400);
                assertThat(made.body().toString()).doesNotContain(text);
            }
        }
        assertThat(customers.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"phone, 1640099009\u200b", "phone, １６４", "phone, 1640099009a", "email, a@b@c", "name, \u200b",
        "name, \ufeff", "bank-card, 6222020000000001", "id-number, 110101190001010000", "name, '\u0000'"})
    void refusesAValueThatIsNoneOfItsType(String field, String value) throws Exception {
        long before = customers.count();
        Answer answer = collect(Map.of("customer-number", freshNumber(), field, value));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/where")).isEqualTo("fields." + field);
        assertThat(customers.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "customer-number", "plan", "email", "address"})
    void refusesHalfACharacter(String field) throws Exception {
        Answer answer = door.send("app-crm", "/api/v1/customers", """
                {"purpose": "service.open", "fields": {"customer-number": "%s", "%s": "a\\ud800"}}"""
                .formatted(freshNumber(), field).replaceFirst(field.equals("customer-number")
                        ? "\"customer-number\": \"YL[0-9]+\", " : "$^", ""));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
    }

    @Test
    void takesFullWidthForWhatItMeans() throws Exception {
        String phone = freshPhone();
        StringBuilder wide = new StringBuilder();
        phone.chars().forEach(c -> wide.append((char) (c - '0' + '０')));
        assertThat(collect(Map.of("customer-number", freshNumber(), "phone", wide.toString())).status())
                .isEqualTo(201);
        assertThat(door.send("app-crm", "/api/v1/customers/search", """
                {"field": "phone", "value": "%s", "purpose": "care.inquiry"}""".formatted(phone))
                .body().at("/customers").size()).isEqualTo(1);
    }

    @Test
    void answersTheSameRequestOnceAndRefusesAnotherUnderItsKey() throws Exception {
        String key = UUID.randomUUID().toString();
        String number = freshNumber();
        long before = customers.count();
        Answer first = collect(Map.of("customer-number", number, "plan", "5G"), key);
        Answer again = collect(Map.of("customer-number", number, "plan", "5G"), key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        Answer other = collect(Map.of("customer-number", freshNumber(), "plan", "5G"), key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/type")).endsWith("vault.idempotency-reused");
        assertThat(customers.count()).isEqualTo(before + 1);
        for (String bad : List.of(" ", "x".repeat(201))) {
            assertThat(collect(Map.of("customer-number", freshNumber(), "plan", "5G"), bad).status()).isEqualTo(400);
        }
    }

    private Answer collect(Map<String, String> fields) throws Exception {
        return door.send("app-crm", "/api/v1/customers", collecting(fields));
    }

    private Answer collect(Map<String, String> fields, String idempotencyKey) throws Exception {
        return door.answer(json("/api/v1/customers").content(collecting(fields))
                .header("Idempotency-Key", idempotencyKey), door.key("app-crm"));
    }

    private String collecting(Map<String, String> fields) {
        return json.writeValueAsString(Map.of("purpose", "service.open", "fields", fields));
    }

    private Answer reveal(String customer, String ticket) throws Exception {
        return door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "ticket": "%s", "fields": ["plan"]}"""
                .formatted(ticket.replace("\"", "\\\"")));
    }

    private static MockHttpServletRequestBuilder json(String path) {
        return MockMvcRequestBuilders.post(path).contentType(MediaType.APPLICATION_JSON);
    }

    private Answer requireProblem(MockHttpServletRequestBuilder request, String language) throws Exception {
        return requireProblem(request, language, door.key("app-crm"));
    }

    private Answer requireProblem(MockHttpServletRequestBuilder request, String language, String key)
            throws Exception {
        MvcResult result = web.perform(request.header("Authorization", "Bearer " + key)
                .header("Accept-Language", language)).andReturn();
        Answer answer = requireProblem(result, 0);
        boolean chinese = answer.text("/next").codePoints().anyMatch(c -> Character.UnicodeScript.of(c)
                == Character.UnicodeScript.HAN);
        assertThat(chinese).as(answer.text("/next")).isEqualTo(language.startsWith("zh"));
        return answer;
    }

    private Answer requireProblem(MvcResult result, int status) throws Exception {
        String body = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        assertThat(result.getResponse().getStatus()).as(body).isBetween(400, 499);
        if (status != 0) {
            assertThat(result.getResponse().getStatus()).as(body).isEqualTo(status);
        }
        assertThat(result.getResponse().getContentType()).startsWith("application/problem+json");
        JsonNode problem = json.readTree(body);
        for (String member : List.of("type", "title", "detail", "next", "status")) {
            assertThat(problem.path(member).asString("")).as(member + " of " + body).isNotBlank();
        }
        assertThat(problem.path("type").asString()).matches("urn:shouxin:problem:[a-z.-]+");
        assertThat(problem.has("instance")).as(body).isFalse();
        assertThat(body).doesNotContain(SECRET, "Exception", "io.shouxin", "tools.jackson");
        return new Answer(result.getResponse().getStatus(), problem);
    }
}
