// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Filters and changes of people as a provider sends them. */
class ScimFuzz {

    private static final String FILTER = "userName sw \"a\" and (emails[type eq \"work\" and value ew \".example\"]"
            + " or not (meta.created gt \"2001-01-01T00:00:00Z\")) and active eq \"False\"";
    private static final String PATCH = """
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
             {"op": "Add", "path": "emails[type eq \\"home\\"].value", "value": "b@scim.example"},
             {"op": "Replace", "value": {"name.givenName": "Lin", "Active": "False"}},
             {"op": "remove", "path": "phoneNumbers", "value": [{"value": "1"}]},
             {"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
              "value": "X"}]}""";
    private static final ObjectNode PERSON = (ObjectNode) JsonMapper.shared().readTree("""
            {"userName": "a", "active": true, "name": {"familyName": "Zhao"}, "phoneNumbers": [{"value": "1"}],
             "emails": [{"value": "a@scim.example", "type": "work", "primary": true}]}""");

    static Stream<byte[]> filters() {
        return Seeds.of(FILTER, "userName pr", "emails[", "not", "((((", "a eq \"\\", "id eq null", "active eq true");
    }

    static Stream<byte[]> changes() {
        return Seeds.of(PATCH, PATCH.replace("Add", "Replace"), "[]", "{\"Operations\": [{}]}",
                PATCH.replace("[type eq \\\"home\\\"]", ""), PATCH.replace("\"Lin\"", "[[]]"));
    }

    @MethodSource("filters")
    @FuzzTest(maxDuration = "4s")
    void isAFilterThatAnswersOrARefusal(byte[] input) {
        filter(new String(input, StandardCharsets.UTF_8));
        filter(new String(Edits.apply(FILTER.getBytes(StandardCharsets.UTF_8), input), StandardCharsets.UTF_8));
    }

    @MethodSource("changes")
    @FuzzTest(maxDuration = "4s")
    void isAChangeToAPersonOrARefusal(byte[] input) {
        change(input);
        change(Edits.apply(PATCH.getBytes(StandardCharsets.UTF_8), input));
    }

    private static void filter(String text) {
        Optional<Boolean> matched = Trial.of(text.length(), ScimRefused.class,
                () -> new FilterReader(text, Schemas.USERS).read().matches(PERSON));
        matched.ifPresent(found -> holds(new FilterReader(text, Schemas.USERS).read().matches(PERSON) == found,
                "a filter always answers alike"));
    }

    private static void change(byte[] bytes) {
        JsonNode body;
        try {
            body = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException malformed) {
            return;
        }
        ObjectNode before = PERSON.deepCopy();
        Optional<ObjectNode> after = Trial.of(bytes.length, ScimRefused.class,
                () -> Patch.apply(PERSON, body, Schemas.USERS));
        holds(PERSON.equals(before), "what was there stays as it was");
        after.ifPresent(person -> {
            ObjectNode sent = person.deepCopy();
            sent.putArray("schemas").add(Schemas.USER);
            holds(Given.resource(sent, Schemas.USERS).equals(person), "what a change makes is kept as it is");
        });
    }
}
