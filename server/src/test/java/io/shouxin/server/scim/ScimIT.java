// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import static io.shouxin.server.scim.Provider.fresh;
import static io.shouxin.server.staff.StaffFixture.PASSWORD;
import static io.shouxin.server.staff.StaffFixture.TEST;
import static io.shouxin.server.staff.StaffFixture.number;
import static io.shouxin.server.staff.StaffFixture.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.scim.Provider.Answer;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.Contacts;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What a personnel system can do over SCIM, and above all what it cannot. */
@ProvisioningTest
class ScimIT {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String LEAVES = "{\"op\": \"replace\", \"path\": \"active\", \"value\": false}";
    private static final String MAIL = "chengxi.nangong@scim.example";
    private static final String MOBILE = "16433300118";

    @LocalServerPort int port;
    @Autowired Provider provider;
    @Autowired People people;
    @Autowired Contacts contacts;
    @Autowired Services services;
    @Autowired Ledger ledger;
    @Autowired JdbcClient db;

    @Test
    void opensToNobodyButAnApplicationThatMayProvision() {
        String other = provider.key("app-crm", "127.0.0.1/32");
        String elsewhere = provider.key("app-hr", "192.0.2.0/24");
        for (String path : List.of("/scim/v2/Users", "/scim/v2/ServiceProviderConfig", "/scim/v2/nothing")) {
            Provider.assertRefused(provider.sendAs(other, "GET", path, null), 403);
            Provider.assertRefused(provider.sendAs(elsewhere, "GET", path, null), 401);
            Provider.assertRefused(provider.sendAs("sxk_none.x", "GET", path, null), 401);
        }
        Browser browser = new Browser(port);
        browser.signIn(someone(people, "system-administrator"), PASSWORD);
        assertThat(browser.open("/scim/v2/Users").status()).as("a session opens no interface").isEqualTo(401);
        assertThat(new Browser(port).api("/actuator/prometheus", provider.key()).status())
                .as("and a provisioning key no other one").isEqualTo(403);
    }

    @Test
    void bringsAPersonInSealedWithoutRolesAndWithoutANameInTheLedger() {
        String number = number();
        Answer made = provider.send("POST", "/scim/v2/Users", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "%1$s"], "userName": "%2$s",
                 "externalId": "hr-%3$s", "displayName": "南宫澄汐", "name": {"formatted": "Nangong Chengxi"},
                 "emails": [{"value": "%2$s", "type": "work", "primary": true}], "password": "never-kept-318",
                 "phoneNumbers": [{"value": "%4$s", "type": "mobile"}], "roles": [{"value": "system-administrator"}],
                 "nickName": "Xixi", "%1$s": {"employeeNumber": "%5$s", "department": "ZZ"}}"""
                .formatted(ENTERPRISE, MAIL, number, MOBILE, number.toLowerCase(java.util.Locale.ROOT)));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.text("/id")).isEqualTo(number);
        assertThat(made.header("Location")).endsWith("/scim/v2/Users/" + number).isEqualTo(made.text("/meta/location"));
        assertThat(made.header("ETag")).isEqualTo(made.text("/meta/version")).startsWith("W/\"");
        assertThat(made.header("Content-Type")).isEqualTo("application/scim+json");
        assertThat(made.body().has("password") || made.body().has("roles") || made.body().has("nickName")).isFalse();
        Person person = people.find(number).orElseThrow();
        assertThat(List.of(person.name(), person.nameEn())).containsExactly("南宫澄汐", "Nangong Chengxi");
        assertThat(person.roles()).isEmpty();
        assertThat(person.hasPassword()).isFalse();
        assertThat(contacts.of(number).mail()).hasValue(MAIL);
        assertThat(contacts.of(number).mobile()).hasValue(MOBILE);
        assertThat(bytes()).contains(number).doesNotContain("南宫", "Nangong", MAIL, MOBILE, "never-kept");
        assertThat(actions(number)).contains("staff.add", "staff.change-contact");
        for (String table : List.of("scim_person", "staff_contact")) {
            String rows = String.join("\n", db.sql("SELECT t::text || encode(t.sealed, 'escape') FROM " + table + " t")
                    .query(String.class).list());
            assertThat(rows).contains(number).doesNotContain(MAIL, MOBILE, "Nangong", "南宫", "never-kept");
        }
        assertThat(provider.get("/scim/v2/Users?filter=userName%20eq%20%22" + MAIL.toUpperCase(java.util.Locale.ROOT)
                + "%22").text("/Resources/0/id")).isEqualTo(number);
    }

    /** Loop 6: sessions, keys and rights are dead at the next request, and coming back brings none of them back. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{\"op\": \"replace\", \"path\": \"active\", \"value\": false}",
        "{\"op\": \"Replace\", \"path\": \"active\", \"value\": \"False\"}",
        "{\"op\": \"replace\", \"value\": {\"Active\": \"false\"}}",
        "{\"OP\": \"REPLACE\", \"Path\": \"ACTIVE\", \"Value\": [{\"value\": \"False\"}]}"})
    void takesALeaverAwayAtTheNextRequestAndReactivationRestoresNothing(String operation) {
        String number = someone(people, "auditor");
        Browser browser = new Browser(port);
        browser.signIn(number, PASSWORD);
        assertThat(browser.open("/staff").status()).isEqualTo(200);
        String key = services.add(new Services.NewService("app-" + number.toLowerCase(java.util.Locale.ROOT), "x", "x",
                number, "app-audit", List.of(), List.of("127.0.0.1/32")), TEST);
        assertThat(new Browser(port).api("/api/v1/ledger/entries", key).status()).isEqualTo(200);

        Answer gone = provider.patch("/Users/" + number, operation);
        assertThat(gone.status()).as(gone.body().toString()).isEqualTo(200);
        assertThat(gone.body().path("active").asBoolean(true)).isFalse();

        assertThat(browser.open("/staff").where()).isEqualTo("/sign-in?reason=expired");
        Browser.Answer stopped = new Browser(port).api("/api/v1/ledger/entries", key);
        assertThat(stopped.status()).isEqualTo(403);
        assertThat(stopped.body()).contains("service.refused.owner-gone", "does not work here any more");
        assertThat(people.find(number).orElseThrow().roles()).isEmpty();
        assertThat(browser.signIn(number, PASSWORD).where()).isEqualTo("/sign-in?reason=wrong");

        provider.patch("/Users/" + number, "{\"op\": \"replace\", \"path\": \"active\", \"value\": true}");
        Person back = people.find(number).orElseThrow();
        assertThat(back.active()).isTrue();
        assertThat(back.roles()).as("no role comes back").isEmpty();
        assertThat(back.hasPassword()).as("nor the password").isFalse();
        assertThat(actions(number)).contains("staff.deactivate", "staff.activate");
    }

    @Test
    void leavesALeaverAwayWhenAReplacementDoesNotMentionActive() {
        String name = fresh("leaver-");
        String id = provider.user(name, "\"active\": false");
        Answer put = provider.send("PUT", "/scim/v2/Users/" + id, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s"}""".formatted(name));
        assertThat(put.status()).isEqualTo(200);
        assertThat(people.find(id).orElseThrow().active()).isFalse();
    }

    /** A literal server empties the whole group. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"op\": \"Remove\", \"path\": \"members\", \"value\": [{\"value\": \"%1$s\"}]} | 2",
        "{\"op\": \"remove\", \"path\": \"Members\", \"value\": [{\"$ref\": null, \"value\": \"%1$s\"}]} | 2",
        "{\"op\": \"Remove\", \"path\": \"members\", \"value\": \"%1$s\"} | 2",
        "{\"op\": \"Remove\", \"path\": \"members\", \"value\": [{\"value\": \"%1$s\"}, {\"value\": \"%2$s\"}]} | 1",
        "{\"op\": \"Remove\", \"path\": \"members\", \"value\": []} | 3",
        "{\"op\": \"Remove\", \"path\": \"members\", \"value\": [{\"value\": \"nobody\"}]} | 3",
        "{\"op\": \"remove\", \"path\": \"members[value eq \\\"%1$s\\\"]\"} | 2",
        "{\"op\": \"REMOVE\", \"path\": \"MEMBERS[VALUE EQ\\\"%1$s\\\"]\"} | 2",
        "{\"op\": \"remove\", \"path\": \"members\"} | 0"})
    void removesTheMembersThatAreMeantAndNoOthers(String operation, int left) {
        String[] three = {provider.user(fresh("m")), provider.user(fresh("m")), provider.user(fresh("m"))};
        String group = provider.group(fresh("g"), three);
        Answer answer = provider.patch("/Groups/" + group, operation.formatted(three[0], three[1]));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(provider.members(group)).hasSize(left).isSubsetOf(three);
        if (left == 2) {
            assertThat(provider.members(group)).doesNotContain(three[0]);
        }
    }

    @Test
    void refusesToEmptyAGroupForANullInsteadOfAValue() {
        String group = provider.group(fresh("g"), provider.user(fresh("m")));
        Provider.assertRefused(provider.patch("/Groups/" + group,
                "{\"op\": \"Remove\", \"path\": \"members\", \"value\": null}"), 400);
        assertThat(provider.members(group)).hasSize(1);
    }

    @Test
    void understandsTheOtherWaysInWhichEntraWrites() {
        String name = fresh("entra-");
        String boss = provider.user(fresh("boss-"));
        String id = provider.user(name);
        Answer answer = provider.patch("/Users/" + id, """
                {"op": "Add", "path": "emails[type eq \\"work\\"].value", "value": "entra@scim.example"},
                {"op": "Add", "path": "%1$s:manager", "value": "%2$s"},
                {"op": "Replace", "value": {"name.givenName": "Lin", "NAME.FAMILYNAME": "Zhao",
                 "DisplayName": "Zhao Lin", "%1$s:department": "ZZ"}}""".formatted(ENTERPRISE, boss));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.text("/emails/0/type")).isEqualTo("work");
        assertThat(answer.text("/emails/0/value")).isEqualTo("entra@scim.example");
        assertThat(answer.text("/name/givenName") + answer.text("/name/familyName")).isEqualTo("LinZhao");
        Person person = people.find(id).orElseThrow();
        assertThat(person.nameEn()).isEqualTo("Zhao Lin");
        assertThat(person.account().superior()).hasValue(boss);
        assertThat(people.reportsTo(id, boss)).isTrue();
    }

    @Test
    void givesARoleOnlyWhereASettingNamesTheGroupAndTakesItBack() {
        String person = provider.user(fresh("agent-"));
        String named = provider.group(fresh("system-administrator-"), person);
        assertThat(people.find(person).orElseThrow().roles()).as("a name of a group is no role").isEmpty();
        String day = provider.group("Hotline", person);
        String night = provider.group("hotline NIGHT", person);
        assertThat(people.find(person).orElseThrow().roles()).containsExactly("care-agent");
        provider.send("DELETE", "/scim/v2/Groups/" + day, null);
        assertThat(people.find(person).orElseThrow().roles()).as("by the other one").containsExactly("care-agent");
        provider.patch("/Groups/" + night, """
                {"op": "Remove", "path": "members", "value": [{"value": "%s"}]}""".formatted(person));
        assertThat(people.find(person).orElseThrow().roles()).isEmpty();

        String administrator = someone(people, "auditor");
        Answer refused = provider.patch("/Groups/" + night, """
                {"op": "add", "path": "members", "value": [{"value": "%s"}, {"value": "%s"}]}"""
                .formatted(person, administrator));
        Provider.assertRefused(refused, 409);
        assertThat(provider.members(night)).as("nothing half-written").isEmpty();
        assertThat(people.find(person).orElseThrow().roles()).isEmpty();
        assertThat(people.find(administrator).orElseThrow().roles()).containsExactly("auditor");

        provider.patch("/Groups/" + night, "{\"op\": \"add\", \"path\": \"members\", \"value\": \"" + person + "\"}");
        provider.patch("/Users/" + person, "{\"op\": \"replace\", \"path\": \"active\", \"value\": \"False\"}");
        provider.patch("/Users/" + person, "{\"op\": \"replace\", \"path\": \"active\", \"value\": \"True\"}");
        assertThat(people.find(person).orElseThrow().roles()).as("no role by a membership left over").isEmpty();
        assertThat(provider.members(night)).isEmpty();
        provider.send("DELETE", "/scim/v2/Groups/" + night, null);
        provider.send("DELETE", "/scim/v2/Groups/" + named, null);
    }

    /** It meets people only: neither its own account nor another application's. */
    @Test
    void cannotTouchTheAccountItComesWith() {
        String own = provider.key().substring(4, provider.key().indexOf('.'));
        Provider.assertRefused(provider.get("/scim/v2/Users/" + own), 404);
        Provider.assertRefused(provider.patch("/Users/" + own, LEAVES), 404);
        Provider.assertRefused(provider.send("DELETE", "/scim/v2/Users/" + own, null), 404);
        assertThat(provider.get("/scim/v2/Users?count=200").body().toString()).doesNotContain(own);
        assertThat(services.find(own).orElseThrow().revoked()).isFalse();
    }

    @Test
    void deletesAPersonForTheProviderAndNotForTheLedger() {
        String name = fresh("gone-");
        String id = provider.user(name);
        Answer deleted = provider.send("DELETE", "/scim/v2/Users/" + id, null);
        assertThat(deleted.status()).isEqualTo(204);
        Provider.assertRefused(provider.get("/scim/v2/Users/" + id), 404);
        Provider.assertRefused(provider.send("DELETE", "/scim/v2/Users/" + id, null), 404);
        assertThat(provider.get("/scim/v2/Users?count=200").body().toString()).doesNotContain(name);
        assertThat(people.find(id).orElseThrow().active()).isFalse();
        assertThat(provider.user(name)).as("the name is free again, the number never").isNotEqualTo(id);
    }

    @Test
    void comparesTheVersionThatTheClientHasSeen() {
        String id = provider.user(fresh("v"));
        String version = provider.get("/scim/v2/Users/" + id).header("ETag");
        assertThat(provider.send("GET", "/scim/v2/Users/" + id, null, "If-None-Match", version).status())
                .isEqualTo(304);
        String change = """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "add", "path": "displayName", "value": "%s"}]}""";
        String path = "/scim/v2/Users/" + id;
        Answer first = provider.send("PATCH", path, change.formatted("One"), "If-Match", version);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).isNotEqualTo(version);
        Provider.assertRefused(provider.send("PATCH", path, change.formatted("Two"), "If-Match", version), 412);
        Provider.assertRefused(provider.send("DELETE", path, null, "If-Match", version), 412);
        assertThat(provider.get(path).text("/displayName")).isEqualTo("One");
        assertThat(provider.send("PATCH", path, change.formatted("Three"), "If-Match", "*").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "userName eq \"%1$s-b\" | b",
        "username EQ \"%1$s-B\" | b",
        "userName sw \"%1$s\" and emails.value co \"two\" | b",
        "userName sw \"%1$s\" and emails[type eq \"home\" and value ew \".example\"] | b",
        "userName sw \"%1$s\" and not (emails pr) | ac",
        "userName sw \"%1$s\" and (userType eq \"Contractor\" or displayName eq \"甲\") | a",
        "userName sw \"%1$s\" and active eq \"False\" | c",
        "userName sw \"%1$s\" and active eq false | c",
        "userName sw \"%1$s\" and externalId eq \"X-%1$s\" | a",
        "userName sw \"%1$s\" and externalId eq \"x-%1$s\" | ",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"%1$s\" and " + ENTERPRISE
                + ":employeeNumber pr and displayName eq \"甲\" | a",
        "userName sw \"%1$s\" and meta.created gt \"2001-01-01T00:00:00Z\" and displayName ne \"甲\" | bc"})
    void filters(String filter, String found) {
        String start = fresh("f");
        String a = provider.user(start + "-a", "\"displayName\": \"甲\"", "\"externalId\": \"X-" + start + "\"",
                "\"" + ENTERPRISE + "\": {\"employeeNumber\": \"7\"}");
        String b = provider.user(start + "-b", """
                "emails": [{"value": "one@scim.test", "type": "work"},
                           {"value": "two@scim.example", "type": "home"}]""",
                "\"displayName\": \"B\"");
        String c = provider.user(start + "-c", "\"active\": false", "\"displayName\": \"C\"");
        Answer answer = provider.get("/scim/v2/Users?filter=" + java.net.URLEncoder.encode(filter.formatted(start),
                StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        String ids = answer.body().path("Resources").valueStream().map(one -> one.path("id").asString())
                .map(id -> id.equals(a) ? "a" : id.equals(b) ? "b" : id.equals(c) ? "c" : "?").sorted()
                .collect(Collectors.joining());
        assertThat(ids).isEqualTo(found == null ? "" : found);
        assertThat(answer.body().path("totalResults").asInt()).isEqualTo(ids.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"userName", "userName eq", "eq \"x\"", "userName eq x", "nickName eq \"x\"", "(userName pr",
        "userName pr and", "emails[type", "userName xx \"y\"", "not userName pr", "userName eq \"a\" userName",
        "emails[street eq \"x\"]", "userName eq {\"a\": 1}", "meta.created gt \"yesterday\" and active pr"})
    void refusesAFilterThatIsNone(String filter) {
        provider.user(fresh("x"));
        Answer answer = provider.get("/scim/v2/Users?filter="
                + java.net.URLEncoder.encode(filter, StandardCharsets.UTF_8));
        Provider.assertRefused(answer, 400);
        assertThat(answer.text("/scimType")).isEqualTo("invalidFilter");
    }

    @Test
    void sortsPagesAndShowsWhatIsAskedFor() {
        String start = fresh("s");
        List.of("-2", "-10", "-1").forEach(end -> provider.user(start + end, "\"displayName\": \"D" + end + "\""));
        String search = """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName sw \\"%s\\"",
                 "sortBy": "userName", "sortOrder": "%s", "startIndex": %d, "count": %d, "attributes": ["userName"]}""";
        Answer page = provider.send("POST", "/scim/v2/Users/.search", search.formatted(start, "descending", 2, 1));
        assertThat(page.status()).as(page.body().toString()).isEqualTo(200);
        assertThat(page.body().path("totalResults").asInt()).isEqualTo(3);
        assertThat(page.body().path("itemsPerPage").asInt()).isEqualTo(1);
        assertThat(page.text("/Resources/0/userName")).isEqualTo(start + "-10");
        assertThat(page.body().at("/Resources/0").propertyNames())
                .containsExactlyInAnyOrder("schemas", "id", "userName");
        assertThat(provider.send("POST", "/scim/v2/.search", search.formatted(start, "ascending", 1, 0)).body()
                .path("Resources").isEmpty()).isTrue();

        String id = provider.user(start + "-4", "\"name\": {\"familyName\": \"Lu\", \"givenName\": \"Yu\"}");
        assertThat(provider.get("/scim/v2/Users/" + id + "?attributes=name.familyName").body().path("name")
                .propertyNames()).containsExactly("familyName");
        assertThat(provider.get("/scim/v2/Users/" + id + "?excludedAttributes=name,meta,id").body().propertyNames())
                .contains("id", "userName").doesNotContain("name", "meta");
        Provider.assertRefused(provider.get("/scim/v2/Users/" + id + "?attributes=name&excludedAttributes=meta"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{} x", "{\"schemas\": []}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:Group\"], \"userName\": \"16433300118\"}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"]}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": 16433300118}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": {\"16433300118\": 1}}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"a\", \"userName\": \"b\"}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"16433300118\\u0000\"}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"x\", \"active\": \"perhaps\"}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"x\", "
                + "\"name\": \"16433300118\"}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"x\", \"emails\": [[[]]]}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"bad-1\", \"userType\": "
                + "\"Contractor\"}",
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"bad-2\", "
                + "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\": "
                + "{\"manager\": {\"value\": \"NO999\"}}}"})
    void refusesWhatIsNoPersonAndWritesNothing(String body) {
        long before = db.sql("SELECT count(*) FROM staff_person").query(Long.class).single();
        Answer answer = provider.send("POST", "/scim/v2/Users", body);
        Provider.assertRefused(answer, 400);
        assertThat(answer.body().toString()).doesNotContain("16433300118", "perhaps");
        assertThat(db.sql("SELECT count(*) FROM staff_person").query(Long.class).single()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"op\": \"replace\", \"path\": \"id\", \"value\": \"x\"} | mutability",
        "{\"op\": \"add\", \"path\": \"groups\", \"value\": [{\"value\": \"x\"}]} | mutability",
        "{\"op\": \"replace\", \"path\": \"nickName\", \"value\": \"x\"} | invalidPath",
        "{\"op\": \"replace\", \"path\": \"emails[type\", \"value\": \"x\"} | invalidPath",
        "{\"op\": \"replace\", \"path\": \"emails[type eq \\\"fax\\\"].value\", \"value\": \"x\"} | noTarget",
        "{\"op\": \"remove\"} | noTarget",
        "{\"op\": \"move\", \"path\": \"active\"} | invalidSyntax",
        "{\"op\": \"add\", \"path\": \"active\"} | invalidValue",
        "{\"op\": \"add\", \"value\": 7} | invalidValue",
        "{\"op\": \"remove\", \"path\": \"userName\"} | invalidValue"})
    void refusesAChangeThatIsNoneAndDoesNoPartOfIt(String operation, String type) {
        String id = provider.user(fresh("p"), "\"displayName\": \"Before\"");
        Answer answer = provider.patch("/Users/" + id,
                "{\"op\": \"replace\", \"path\": \"displayName\", \"value\": \"After\"}, " + operation);
        Provider.assertRefused(answer, 400);
        assertThat(answer.text("/scimType")).isEqualTo(type);
        assertThat(provider.get("/scim/v2/Users/" + id).text("/displayName")).isEqualTo("Before");
    }

    @Test
    void refusesDuplicatesStrangersAndForeignAddresses() {
        String name = fresh("dup-");
        String id = provider.user(name);
        Answer twice = provider.send("POST", "/scim/v2/Users", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s"}"""
                .formatted(name.toUpperCase(java.util.Locale.ROOT)));
        Provider.assertRefused(twice, 409);
        assertThat(twice.text("/scimType")).isEqualTo("uniqueness");
        Provider.assertRefused(provider.patch("/Users/NO000", LEAVES), 404);
        String group = provider.group(fresh("g"));
        Provider.assertRefused(provider.patch("/Groups/" + group, """
                {"op": "add", "path": "members", "value": [{"value": "%s"}, {"value": "NO000"}]}"""
                .formatted(id)), 400);
        assertThat(provider.members(group)).isEmpty();
        Provider.assertRefused(provider.get("/scim/v2/nothing"), 404);
        Provider.assertRefused(provider.send("DELETE", "/scim/v2/Users", null), 405);
        Provider.assertRefused(provider.get("/scim/v2/Me"), 501);
        Provider.assertRefused(provider.send("POST", "/scim/v2/Users", "<x/>", "Content-Type", "text/xml"), 415);
        Provider.assertRefused(provider.send("PUT", "/scim/v2/Users/" + id, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "other", "userName": "x"}"""), 400);
    }

    @Test
    void describesItself() {
        Answer config = provider.get("/scim/v2/ServiceProviderConfig");
        for (String feature : List.of("patch", "bulk", "filter", "sort", "etag")) {
            assertThat(config.body().path(feature).path("supported").asBoolean(false)).as(feature).isTrue();
        }
        assertThat(config.body().path("changePassword").path("supported").asBoolean(true)).isFalse();
        assertThat(provider.get("/scim/v2/ResourceTypes").body().path("totalResults").asInt()).isEqualTo(2);
        assertThat(provider.get("/scim/v2/ResourceTypes/User").text("/endpoint")).isEqualTo("/Users");
        assertThat(provider.get("/scim/v2/Schemas").body().path("totalResults").asInt()).isEqualTo(4);
        assertThat(provider.get("/scim/v2/Schemas/" + ENTERPRISE).text("/name")).isEqualTo("EnterpriseUser");
        Provider.assertRefused(provider.get("/scim/v2/Schemas?filter=name%20pr"), 403);
        Provider.assertRefused(provider.get("/scim/v2/Schemas/none"), 404);
    }

    @Test
    void leadsNoAdministratorsCodesElsewhere() {
        String phone = "{\"op\": \"replace\", \"path\": \"phoneNumbers\", \"value\": [{\"value\": \"16433300125\"}]}";
        String agent = someone(people, "care-agent");
        String administrator = someone(people, "security-administrator");
        assertThat(provider.patch("/Users/" + agent, phone).status()).isEqualTo(200);
        assertThat(provider.patch("/Users/" + administrator, phone).status()).isEqualTo(200);
        assertThat(contacts.of(agent).mobile()).hasValue("16433300125");
        assertThat(contacts.of(administrator).mobile()).isEmpty();
    }

    /** A name that an administrator corrected is not undone by the next run that repeats the old one. */
    @Test
    void doesOnlyWhatChanged() {
        String name = fresh("keep-");
        String id = provider.user(name, "\"displayName\": \"Wrong\"");
        People.Particulars now = People.Particulars.of(people.find(id).orElseThrow());
        people.describe(id, new People.Particulars("对", "Right", now.department(), false, now.endsOn(), now.superior()),
                administrator());
        provider.send("PUT", "/scim/v2/Users/" + id, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s", "displayName": "Wrong",
                 "externalId": "new"}""".formatted(name));
        assertThat(people.find(id).orElseThrow().nameEn()).isEqualTo("Right");
        assertThat(actions(id)).contains("staff.provision");
    }

    private static io.shouxin.server.caller.Caller administrator() {
        return new io.shouxin.server.caller.Caller(io.shouxin.server.caller.Caller.Kind.STAFF, "XT9999", "试",
                java.util.Set.of("system-administrator"), java.util.Set.of(), List.of(), 0);
    }


    private List<String> actions(String person) {
        return ledger.find(LedgerQuery.latest(300)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.object().map(Entry.ObjectRef::id).filter(person::equals).isPresent())
                .map(Entry::action).toList();
    }

    private String bytes() {
        return ledger.find(LedgerQuery.latest(50)).stream()
                .map(line -> new String(line.bytes(), StandardCharsets.UTF_8)).collect(Collectors.joining("\n"));
    }
}
