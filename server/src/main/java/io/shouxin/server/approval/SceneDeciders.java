// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.Scene;
import io.shouxin.server.approval.ApprovalTable.Deputy;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether anybody is there who could decide. A scene whose approvers are on leave, suspended or gone lets nothing
 * through, and nobody notices before somebody needs it. The rules are those of {@link Routing}, worked over everybody
 * at once: asking it for each pair would take a query for each.
 */
@Component
class SceneDeciders {

    private static final int PEOPLE_MAX = 10_000;

    private final ApprovalTable table;
    private final People people;
    private final Accountable accountable;
    private final DoorClock clock;

    SceneDeciders(ApprovalTable table, People people, Accountable accountable, DoorClock clock) {
        this.table = table;
        this.people = people;
        this.accountable = accountable;
        this.clock = clock;
    }

    /**
     * Natural persons, each counted once.
     *
     * @param all who could decide on somebody's request at this moment
     * @param posts of these, by a post that the scene names
     * @param superiors of these, as the superior of somebody who may ask, or as the head of their department
     * @param deputies of these, only in somebody's place
     * @param askers people whose role leads into the scene
     * @param stuck of these, on whose requests nobody could decide now
     */
    record Count(int all, int posts, int superiors, int deputies, int askers, int stuck) {}

    /** Everybody and every deputy as of now, for all the scenes of one page. */
    Staff now() {
        LocalDate today = LocalDate.ofInstant(clock.systemInstant(), clock.getZone());
        return new Staff(people.mains().stream().collect(Collectors.toMap(Person::number, Function.identity())),
                table.deputiesOn(today), today, new HashMap<>());
    }

    /** What was read once. */
    final class Staff {

        private final Map<String, Person> mains;
        private final List<Deputy> deputies;
        private final LocalDate today;
        private final Map<String, List<Person>> byRole;

        private Staff(Map<String, Person> mains, List<Deputy> deputies, LocalDate today,
                Map<String, List<Person>> byRole) {
            this.mains = mains;
            this.deputies = deputies;
            this.today = today;
            this.byRole = byRole;
        }

        /** @param askerRoles the roles that lead into the scene */
        Count count(Scene scene, Collection<String> askerRoles) {
            List<Person> holders = holders(scene);
            List<Person> posts = holders.stream().filter(SceneDeciders::mayDecide).toList();
            Set<String> askers = new HashSet<>();
            Set<String> stuck = new HashSet<>();
            Set<String> superiors = new HashSet<>();
            Set<String> inPlace = new HashSet<>(numbers(deputiesOf(holders, scene)));
            for (String role : askerRoles) {
                for (Person asker : holding(role).stream().filter(Routing::stands).toList()) {
                    askers.add(asker.person());
                    above(asker, scene).forEach(above -> {
                        if (mayDecide(above)) {
                            superiors.add(above.person());
                        }
                        inPlace.addAll(numbers(deputiesOf(List.of(above), scene)));
                    });
                    if (!hasDecider(asker, scene, holders)) {
                        stuck.add(asker.person());
                    }
                }
            }
            Set<String> all = numbers(posts);
            int byPost = all.size();
            all.addAll(superiors);
            int named = all.size();
            all.addAll(inPlace);
            return new Count(all.size(), byPost, superiors.size(), all.size() - named, askers.size(), stuck.size());
        }

        /** Whether somebody could agree to what this person asks for in the scene now. */
        boolean anyFor(String asker, Scene scene) {
            return people.find(asker).filter(person -> hasDecider(person, scene, holders(scene))).isPresent();
        }

        private boolean hasDecider(Person asker, Scene scene, List<Person> holders) {
            List<Person> named = new ArrayList<>();
            named.addAll(above(asker, scene));
            named.addAll(holders.stream().filter(one -> !one.person().equals(asker.person())).toList());
            return named.stream().anyMatch(one -> decides(one, asker))
                    || deputiesOf(named, scene).stream().anyMatch(one -> decides(one, asker));
        }

        /** Never whoever asks, never somebody who reports to them. */
        private boolean decides(Person one, Person asker) {
            return mayDecide(one) && !one.person().equals(asker.person()) && !reportsTo(one, asker.person());
        }

        private boolean reportsTo(Person one, String above) {
            Set<String> seen = new HashSet<>();
            Optional<String> next = one.account().superior();
            while (next.isPresent() && seen.add(next.get())) {
                if (next.get().equals(above)) {
                    return true;
                }
                next = Optional.ofNullable(mains.get(next.get())).flatMap(person -> person.account().superior());
            }
            return false;
        }

        /** Whom the scene's words that are no roles mean for this person. */
        private List<Person> above(Person asker, Scene scene) {
            List<Person> above = new ArrayList<>();
            if (scene.terms().approvers().contains(Scene.SUPERIOR)) {
                asker.account().superior().map(mains::get).filter(Person::active).ifPresent(above::add);
            }
            if (scene.terms().approvers().contains(Scene.ACCOUNTABLE)) {
                accountable.of(scene, asker).filter(Person::active).ifPresent(above::add);
            }
            return above;
        }

        /** Whoever has a post that the scene names, also while their rights rest: the post is not lost. */
        private List<Person> holders(Scene scene) {
            return scene.terms().approvers().stream()
                    .filter(role -> !role.equals(Scene.SUPERIOR) && !role.equals(Scene.ACCOUNTABLE))
                    .flatMap(role -> holding(role).stream()).toList();
        }

        private List<Person> deputiesOf(Collection<Person> principals, Scene scene) {
            Set<String> accounts = principals.stream().map(Person::number).collect(Collectors.toSet());
            return deputies.stream().filter(one -> accounts.contains(one.principal())
                    && one.holds(scene.code(), today)).flatMap(one -> people.find(one.deputy()).stream())
                    .filter(SceneDeciders::mayDecide).toList();
        }

        private List<Person> holding(String role) {
            return byRole.computeIfAbsent(role, one -> people.some("", "", one, 0, PEOPLE_MAX).stream()
                    .filter(Person::active).toList());
        }
    }

    private static Set<String> numbers(Collection<Person> some) {
        return some.stream().map(Person::person).collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean mayDecide(Person person) {
        return Routing.stands(person) && person.roles().stream().noneMatch(Routing.NEVER::contains);
    }
}
