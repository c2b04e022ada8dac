// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.scim.ScimRefused.Type;
import io.shouxin.server.staff.Contact;
import io.shouxin.server.staff.Contacts;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * People as a provider sees them: main accounts, each by its staff number. What the provider said is kept sealed
 * beside the person; what it means is done through the doors of staff, in the same transaction, so that whoever
 * is taken away here has lost sessions, roles, password and the keys they answered for at the next request.
 *
 * <p>Only what changed is done: a name that an administrator corrected is not undone by the next synchronisation
 * that repeats the old one. Nothing here gives a role.
 */
@Component
class Users {

    /** Which part of an extension's address is its name. */
    private static final int EXTENSION_WORD = 6;
    private static final List<String> NAMING = List.of("displayName", "name", "userName");

    private final People people;
    private final Contacts contacts;
    private final ScimTable table;
    private final PersonBox box;
    private final PersonFacts facts;
    private final Ledger ledger;
    private final Clock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Users(People people, Contacts contacts, ScimTable table, PersonBox box, PersonFacts facts, Ledger ledger,
            Clock clock) {
        this.people = people;
        this.contacts = contacts;
        this.table = table;
        this.box = box;
        this.facts = facts;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What has to be there before a transaction begins. */
    void prepare() {
        box.prepare();
        contacts.prepare();
    }

    Optional<ObjectNode> find(String id) {
        return people.find(id).filter(person -> !person.isSub()).flatMap(person -> {
            Optional<ScimTable.Stored> stored = table.person(id);
            return stored.map(ScimTable.Stored::gone).orElse(false) ? Optional.empty()
                    : Optional.of(resource(person, stored, table.groupsOf(id)));
        });
    }

    /** Everybody, or those an index finds where the filter begins with an equation. */
    List<ObjectNode> all(Optional<Filter> filter) {
        Optional<List<String>> few = filter.flatMap(this::indexed);
        if (few.isPresent()) {
            return few.get().stream().flatMap(number -> find(number).stream()).toList();
        }
        Map<String, ScimTable.Stored> stored = table.people();
        Map<String, List<ScimTable.Group>> groups = new java.util.HashMap<>();
        Map<java.util.UUID, List<String>> members = table.members();
        table.groups().forEach(group -> members.getOrDefault(group.id(), List.of()).forEach(number ->
                groups.computeIfAbsent(number, any -> new java.util.ArrayList<>()).add(group)));
        return people.mains().stream()
                .filter(person -> !stored.containsKey(person.number()) || !stored.get(person.number()).gone())
                .map(person -> resource(person, Optional.ofNullable(stored.get(person.number())),
                        groups.getOrDefault(person.number(), List.of()))).toList();
    }

    private Optional<List<String>> indexed(Filter filter) {
        if (!(filter instanceof Filter.Compare one) || one.equated().isEmpty() || one.path().sub().isPresent()
                || one.path().extension().isPresent()) {
            return Optional.empty();
        }
        String text = one.equated().get();
        return switch (one.path().attribute().name()) {
            case "id" -> Optional.of(List.of(text));
            case "userName" -> Optional.of(byUserName(text).stream().toList());
            case "externalId" -> Optional.of(table.byExternal(box.externalTag(text)));
            default -> Optional.empty();
        };
    }

    /** Whoever never came from a provider is known by the staff number. */
    private Optional<String> byUserName(String userName) {
        String number = userName.toUpperCase(Locale.ROOT);
        return table.byUser(box.userTag(userName)).or(() -> Optional.of(number).filter(People::isNumber)
                .filter(one -> table.person(one).isEmpty())
                .filter(one -> people.find(one).filter(person -> !person.isSub()).isPresent()));
    }

    /** Brings a person in; answers the number. */
    @Transactional(propagation = Propagation.MANDATORY)
    public String create(ObjectNode given, Caller by) {
        String userName = userName(given);
        requireFree(userName, Optional.empty());
        String number = number(given, userName);
        PersonFacts.Names names = facts.names(given);
        String department = department(given, by.actor());
        people.add(new People.NewPerson(number, names.chinese(), names.latin(), department, List.of()), null,
                by.actor());
        store(number, given);
        people.describe(number, new People.Particulars(names.chinese(), names.latin(), department,
                facts.contractor(given), facts.endsOn(given), superior(given)), by);
        Contact contact = facts.contact(given);
        contacts.change(number, contact, by);
        if (!given.path("active").asBoolean(true)) {
            people.setActive(number, false, by);
        }
        return number;
    }

    /** Makes of a person what is given; {@code active} that is not given stays as it is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void replace(String id, ObjectNode given, Caller by) {
        Person person = people.find(id).orElseThrow(ScimRefused::unknown);
        ObjectNode before = said(person, table.person(id));
        ObjectNode after = given.deepCopy();
        if (!after.has("active")) {
            after.set("active", before.get("active"));
        }
        requireFree(userName(after), Optional.of(id));
        TreeSet<String> changed = changed(before, after);
        if (changed.isEmpty()) {
            return;
        }
        store(id, after);
        describe(person, before, after, by);
        if ((changed.contains("emails") || changed.contains("phoneNumbers")) && !governs(id)) {
            contacts.change(id, facts.contact(after), by);
        }
        boolean active = after.path("active").asBoolean(true);
        if (active != person.account().on()) {
            people.setActive(id, active, by);
        }
        if (!active) {
            // Who comes back is asked about anew: no membership is left that could give a role again.
            table.leaveAll(id);
        }
        ledger.append(ledger.draft(by.actor(), "staff.provision").object("person", id)
                .detail("what", String.join(" ", changed)));
    }

    /** Where an administrator is reached, codes go: a provider's key must not be able to lead them elsewhere. */
    private boolean governs(String id) {
        return people.accounts(id).stream().flatMap(one -> one.roles().stream())
                .anyMatch(Roles.ADMINISTRATORS::contains);
    }

    /** A person is never deleted, for the ledger names them; to the provider they are gone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(String id, Caller by) {
        Person person = people.find(id).orElseThrow(ScimRefused::unknown);
        if (table.person(id).isEmpty()) {
            store(id, said(person, Optional.empty()));
        }
        if (person.account().on()) {
            people.setActive(id, false, by);
        }
        table.leaveAll(id);
        table.forget(id, clock.instant());
        ledger.append(ledger.draft(by.actor(), "staff.provision").object("person", id).detail("what", "deleted"));
    }

    private void describe(Person person, ObjectNode before, ObjectNode after, Caller by) {
        People.Particulars now = People.Particulars.of(person);
        boolean named = NAMING.stream().anyMatch(one -> !before.path(one).equals(after.path(one)));
        PersonFacts.Names names = named ? facts.names(after) : new PersonFacts.Names(now.name(), now.nameEn());
        JsonNode was = before.path(Schemas.ENTERPRISE);
        JsonNode is = after.path(Schemas.ENTERPRISE);
        boolean moved = !was.path("department").equals(is.path("department"));
        boolean reports = !was.path("manager").equals(is.path("manager"));
        boolean employed = !before.path("userType").equals(after.path("userType"))
                || !before.path(Schemas.STAFF).equals(after.path(Schemas.STAFF));
        people.describe(person.number(), new People.Particulars(names.chinese(), names.latin(),
                moved ? department(after, by.actor()) : now.department(),
                employed ? facts.contractor(after) : now.contractor(),
                employed ? facts.endsOn(after) : now.endsOn(), reports ? superior(after) : now.superior()), by);
    }

    private static TreeSet<String> changed(ObjectNode before, ObjectNode after) {
        TreeSet<String> changed = new TreeSet<>();
        Stream.concat(before.propertyNames().stream(), after.propertyNames().stream())
                .filter(name -> !before.path(name).equals(after.path(name)))
                .forEach(name -> changed.add(name.startsWith("urn:") ? name.split(":")[EXTENSION_WORD] : name));
        return changed;
    }

    private void store(String number, ObjectNode said) {
        String external = said.path("externalId").asString("");
        table.put(number, box.userTag(userName(said)), external.isEmpty() ? null : box.externalTag(external),
                box.seal(number, said), clock.instant());
    }

    private static String userName(ObjectNode given) {
        String name = given.path("userName").asString("");
        if (name.isEmpty()) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.missing", "userName");
        }
        return name;
    }

    private void requireFree(String userName, Optional<String> but) {
        Optional<String> holder = byUserName(userName);
        if (holder.isPresent() && !holder.equals(but)) {
            throw new ScimRefused(409, Type.UNIQUENESS, "scim.refused.taken", "userName");
        }
    }

    /** The number stands in the ledger for ever and is no name: what looks like one is not taken for it. */
    private String number(ObjectNode given, String userName) {
        String employee = given.path(Schemas.ENTERPRISE).path("employeeNumber").asString("").toUpperCase(Locale.ROOT);
        String stated = People.isNumber(employee) ? employee : userName.toUpperCase(Locale.ROOT);
        if (!People.isNumber(stated)) {
            return table.freshNumber();
        }
        if (people.find(stated).isPresent()) {
            throw new ScimRefused(409, Type.UNIQUENESS, "scim.refused.taken", "employeeNumber");
        }
        return stated;
    }

    private String department(ObjectNode given, Entry.Actor by) {
        String stated = given.path(Schemas.ENTERPRISE).path("department").asString("");
        List<Department> known = people.departments();
        Optional<String> code = known.stream().filter(one -> Stream.of(one.code(), one.nameZh(), one.nameEn())
                .anyMatch(stated::equalsIgnoreCase)).map(Department::code).findFirst();
        String unassigned = facts.unassigned();
        if (code.isEmpty() && !people.knows(unassigned)) {
            people.add(new Department(unassigned, Optional.empty(), "待分配", "Not assigned", 0), by);
        }
        return code.orElse(unassigned);
    }

    private Optional<String> superior(ObjectNode given) {
        String stated = given.path(Schemas.ENTERPRISE).path("manager").path("value").asString("");
        return Optional.of(stated.substring(stated.lastIndexOf('/') + 1)).filter(one -> !one.isEmpty());
    }

    /** What the provider said, or would have: the part of a resource that a client may write. */
    ObjectNode said(Person person, Optional<ScimTable.Stored> stored) {
        ObjectNode said = stored.map(one -> box.open(person.number(), one.sealed()))
                .orElseGet(() -> PersonFacts.derived(person));
        said.put("active", person.account().on());
        return said;
    }

    private ObjectNode resource(Person person, Optional<ScimTable.Stored> stored, List<ScimTable.Group> groups) {
        ObjectNode said = said(person, stored);
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        var schemas = whole.putArray("schemas").add(Schemas.USER);
        whole.put("id", person.number());
        whole.setAll(said);
        (whole.path(Schemas.STAFF).isObject() ? (ObjectNode) whole.get(Schemas.STAFF) : whole.putObject(Schemas.STAFF))
                .put("number", person.number());
        Schemas.USERS.extensions().values().stream().filter(one -> whole.has(one.urn()))
                .forEach(one -> schemas.add(one.urn()));
        if (!groups.isEmpty()) {
            var in = whole.putArray("groups");
            groups.forEach(one -> in.addObject().put("value", one.id().toString())
                    .put("$ref", Schemas.GROUPS.endpoint() + "/" + one.id()).put("display", one.name())
                    .put("type", "direct"));
        }
        ObjectNode meta = whole.putObject("meta").put("resourceType", Schemas.USERS.name());
        stored.ifPresent(one -> meta.put("created", one.createdAt().toString())
                .put("lastModified", one.changedAt().toString()));
        return whole;
    }
}
