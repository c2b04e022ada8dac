// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.scim.ScimRefused.Type;
import io.shouxin.server.staff.Contact;
import io.shouxin.server.staff.Contacts;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the attributes of a resource say about a person as staff knows them, and the other way round. */
@Component
class PersonFacts {

    private static final int NAME_MAX = 60;

    private final ScimSettings settings;

    PersonFacts(ScimSettings settings) {
        this.settings = settings;
    }

    /** The two names of a person; the same twice where only one is stated. */
    record Names(String chinese, String latin) {}

    String unassigned() {
        return settings.department();
    }

    Names names(ObjectNode given) {
        JsonNode name = given.path("name");
        List<String> stated = Stream.of(given.path("displayName").asString(""), name.path("formatted").asString(""),
                        composed(name), given.path("userName").asString(""))
                .filter(one -> !one.isBlank()).map(one -> one.length() > NAME_MAX ? one.substring(0, NAME_MAX) : one)
                .toList();
        return new Names(stated.stream().filter(PersonFacts::han).findFirst().orElse(stated.get(0)),
                stated.stream().filter(one -> !han(one)).findFirst().orElse(stated.get(0)));
    }

    /** A Chinese name has the family name first and nothing between. */
    private static String composed(JsonNode name) {
        String family = name.path("familyName").asString("");
        String given = name.path("givenName").asString("");
        return han(family + given) ? family + given : (given + " " + family).strip();
    }

    private static boolean han(String text) {
        return text.codePoints().anyMatch(one -> Character.UnicodeScript.of(one) == Character.UnicodeScript.HAN);
    }

    boolean contractor(ObjectNode given) {
        return given.path("userType").asString("").equalsIgnoreCase("Contractor");
    }

    Optional<LocalDate> endsOn(ObjectNode given) {
        String day = given.path(Schemas.STAFF).path("endsOn").asString("");
        try {
            return day.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(day));
        } catch (DateTimeException none) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.value", "endsOn");
        }
    }

    /** What can be used of it; the rest stays with what the provider said. */
    Contact contact(ObjectNode given) {
        Optional<String> mobile = preferred(given.path("phoneNumbers"), "mobile")
                .map(one -> one.replaceFirst("^tel:", "").replaceAll("[^+0-9]", ""))
                .filter(Contacts::isMobile);
        return new Contact(preferred(given.path("emails"), "").filter(Contacts::isMail), mobile);
    }

    private static Optional<String> preferred(JsonNode values, String type) {
        return Stream.<java.util.function.Predicate<JsonNode>>of(
                        one -> one.path("type").asString("").equalsIgnoreCase(type),
                        one -> one.path("primary").asBoolean(false), one -> true)
                .flatMap(wanted -> values.valueStream().filter(wanted))
                .map(one -> one.path("value").asString("")).filter(one -> !one.isEmpty()).findFirst();
    }

    /** Somebody who never came from a provider, as one would have stated them. */
    static ObjectNode derived(Person person) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        said.put("userName", person.number());
        said.put("displayName", person.name());
        said.putObject("name").put("formatted", person.nameEn());
        if (person.account().contractor()) {
            said.put("userType", "Contractor");
        }
        ObjectNode enterprise = said.putObject(Schemas.ENTERPRISE).put("employeeNumber", person.number())
                .put("department", person.department());
        person.account().superior().ifPresent(above -> enterprise.putObject("manager").put("value", above));
        person.account().endsOn().ifPresent(day ->
                said.putObject(Schemas.STAFF).put("endsOn", day.toString()));
        return said;
    }
}
