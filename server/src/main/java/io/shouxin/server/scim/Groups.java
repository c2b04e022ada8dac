// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.scim.ScimRefused.Type;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Groups of a provider. One is a name with people in it and nothing more, until a setting says which role it gives:
 * then whoever comes in gets that role and whoever goes out loses it. Who was switched off is in no group any more,
 * so that a membership that was never taken back does not bring the role back.
 */
@Component
class Groups {

    private static final int MEMBERS_MAX = 20_000;
    /** So many people are faster asked for one by one than all together. */
    private static final int FEW = 20;

    private final ScimTable table;
    private final People people;
    private final ScimSettings settings;
    private final Ledger ledger;
    private final Clock clock;

    Groups(ScimTable table, People people, ScimSettings settings, Ledger ledger, Clock clock) {
        this.table = table;
        this.people = people;
        this.settings = settings;
        this.ledger = ledger;
        this.clock = clock;
    }

    Optional<ObjectNode> find(String id) {
        return uuid(id).flatMap(table::group).map(group -> {
            List<String> members = table.members(group.id());
            return resource(group, members, members.size() > FEW ? known() : Map.of());
        });
    }

    List<ObjectNode> all() {
        Map<UUID, List<String>> members = table.members();
        Map<String, Person> known = members.isEmpty() ? Map.of() : known();
        return table.groups().stream()
                .map(group -> resource(group, members.getOrDefault(group.id(), List.of()), known)).toList();
    }

    private Map<String, Person> known() {
        return people.mains().stream().collect(Collectors.toMap(Person::number, one -> one));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public String create(ObjectNode given, Caller by) {
        UUID id = UUID.randomUUID();
        write(new ScimTable.Group(id, name(given), external(given), clock.instant(), clock.instant()), Set.of(),
                members(given), by);
        return id.toString();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void replace(String id, ObjectNode given, Caller by) {
        ScimTable.Group before = required(id);
        Set<String> had = new TreeSet<>(table.members(before.id()));
        Set<String> has = members(given);
        ScimTable.Group after = new ScimTable.Group(before.id(), name(given), external(given), before.createdAt(),
                clock.instant());
        if (had.equals(has) && before.name().equals(after.name()) && before.externalId().equals(after.externalId())) {
            return;
        }
        // Under another name it may give another role: who is in it goes out of the one and into the other.
        boolean same = settings.roleOf(before.name()).equals(settings.roleOf(after.name()));
        if (!same) {
            leave(before, had, by);
            had = Set.of();
        }
        write(after, had, has, by);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(String id, Caller by) {
        ScimTable.Group group = required(id);
        Set<String> had = new TreeSet<>(table.members(group.id()));
        leave(group, had, by);
        table.dropGroup(group.id());
        entry(group, "deleted", 0, had.size(), by);
    }

    private void write(ScimTable.Group group, Set<String> had, Set<String> has, Caller by) {
        table.groupNamed(group.name()).filter(one -> !one.id().equals(group.id())).ifPresent(other -> {
            throw new ScimRefused(409, Type.UNIQUENESS, "scim.refused.taken", "displayName");
        });
        table.put(group);
        Set<String> gone = new TreeSet<>(had);
        gone.removeAll(has);
        leave(group, gone, by);
        Set<String> come = new TreeSet<>(has);
        come.removeAll(had);
        if (!come.stream().allMatch(this::canJoin)) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.member");
        }
        table.join(group.id(), come);
        settings.roleOf(group.name()).ifPresent(role -> come.forEach(number -> {
            if (!people.find(number).map(Person::roles).orElse(Set.of()).contains(role)) {
                people.giveRole(number, role, null, null, by);
            }
        }));
        entry(group, "members", come.size(), gone.size(), by);
    }

    /** Takes the role along, unless another group that the person is in gives it too. */
    private void leave(ScimTable.Group group, Set<String> numbers, Caller by) {
        table.leave(group.id(), numbers);
        settings.roleOf(group.name()).ifPresent(role -> numbers.forEach(number -> {
            boolean otherwise = table.groupsOf(number).stream().map(ScimTable.Group::name)
                    .anyMatch(name -> settings.roleOf(name).equals(Optional.of(role)));
            if (!otherwise) {
                people.endRole(number, role, by);
            }
        }));
    }

    private void entry(ScimTable.Group group, String what, int come, int gone, Caller by) {
        ledger.append(ledger.draft(by.actor(), "staff.provision-group").object("group", group.id().toString())
                .detail("what", what).detail("come", Integer.toString(come)).detail("gone", Integer.toString(gone)));
    }

    private static String name(ObjectNode given) {
        String name = given.path("displayName").asString("");
        if (name.isEmpty()) {
            throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.missing", "displayName");
        }
        return name;
    }

    private static Optional<String> external(ObjectNode given) {
        return Optional.of(given.path("externalId").asString("")).filter(one -> !one.isEmpty());
    }

    /** Only people; a group within a group is refused. */
    private Set<String> members(ObjectNode given) {
        Set<String> numbers = new TreeSet<>();
        given.path("members").forEach(one -> {
            if (one.path("type").asString("User").equalsIgnoreCase("Group")) {
                throw ScimRefused.invalid(Type.INVALID_VALUE, "scim.refused.nested");
            }
            numbers.add(one.path("value").asString(""));
        });
        if (numbers.size() > MEMBERS_MAX) {
            throw ScimRefused.invalid(Type.TOO_MANY, "scim.refused.too-many", Integer.toString(MEMBERS_MAX));
        }
        return numbers;
    }

    /** Whoever comes in is here and switched on; who is in already and left meanwhile stops nobody else's change. */
    private boolean canJoin(String number) {
        return people.find(number).filter(one -> !one.isSub() && one.account().on()).isPresent()
                && table.person(number).filter(ScimTable.Stored::gone).isEmpty();
    }

    private ScimTable.Group required(String id) {
        return uuid(id).flatMap(table::group).orElseThrow(ScimRefused::unknown);
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id)).filter(one -> one.toString().equals(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private ObjectNode resource(ScimTable.Group group, List<String> members, Map<String, Person> known) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("schemas").add(Schemas.GROUP);
        whole.put("id", group.id().toString());
        group.externalId().ifPresent(one -> whole.put("externalId", one));
        whole.put("displayName", group.name());
        if (!members.isEmpty()) {
            ArrayNode in = whole.putArray("members");
            members.forEach(number -> {
                ObjectNode one = in.addObject().put("value", number)
                        .put("$ref", Schemas.USERS.endpoint() + "/" + number).put("type", "User");
                Optional.ofNullable(known.get(number)).or(() -> people.find(number))
                        .ifPresent(person -> one.put("display", person.nameForReader()));
            });
        }
        whole.putObject("meta").put("resourceType", Schemas.GROUPS.name())
                .put("created", group.createdAt().toString()).put("lastModified", group.changedAt().toString());
        return whole;
    }
}
