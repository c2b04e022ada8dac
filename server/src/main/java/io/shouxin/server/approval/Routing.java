// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.Scene;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may decide on a request. The scene names roles, the superior of whoever asks, or the person accountable;
 * somebody they have named as their deputy decides in their place. Never whoever asked, with none of their accounts;
 * never somebody who reports to them; and neither of the two administrators who have nothing to do with customers
 * (GB/T 35273 7.1, GB/T 22239).
 */
@Component
class Routing {

    static final Set<String> NEVER = Set.of("system-administrator", "auditor");

    private final ApprovalTable table;
    private final People people;
    private final Accountable accountable;
    private final DoorClock clock;

    Routing(ApprovalTable table, People people, Accountable accountable, DoorClock clock) {
        this.table = table;
        this.people = people;
        this.accountable = accountable;
        this.clock = clock;
    }

    /** A yes or no about somebody: in whose place they may decide, or by which rule they may not. */
    record Answer(boolean may, Optional<String> inPlaceOf, String rule) {

        private static Answer no(String rule) {
            return new Answer(false, Optional.empty(), "approval.refused." + rule);
        }
    }

    /**
     * Whether this person may decide now.
     *
     * @throws Refused {@code approval.refused.*} naming the rule that keeps them from it
     */
    Optional<String> require(Approval approval, Scene scene, Caller by) {
        Answer answer = answer(approval, scene, by);
        if (!answer.may()) {
            Refused refused = new Refused(Refused.Kind.FORBIDDEN, answer.rule());
            throw by.suspended().isEmpty() ? refused : refused.with("standing", Callers.STANDING);
        }
        return answer.inPlaceOf();
    }

    Answer answer(Approval approval, Scene scene, Caller by) {
        return answer(approval.request().actor(), scene, by);
    }

    /** The same for whatever this person or application asks for in the scene. */
    Answer answer(String asker, Scene scene, Caller by) {
        if (!by.isStaff()) {
            return Answer.no("not-staff");
        }
        if (by.id().equals(asker)) {
            return Answer.no("own-request");
        }
        if (people.samePerson(by.id(), asker)) {
            return Answer.no("same-person");
        }
        if (people.reportsTo(by.id(), asker)) {
            return Answer.no("subordinate");
        }
        if (!by.suspended().isEmpty()) {
            return Answer.no("suspended");
        }
        if (by.roles().stream().anyMatch(NEVER::contains)) {
            return Answer.no("administrator");
        }
        if (named(scene, asker, by.id(), by.roles())) {
            return new Answer(true, Optional.empty(), "");
        }
        return table.principalsOf(by.id()).stream()
                .filter(one -> one.holds(scene.code(), today()))
                .filter(one -> named(scene, asker, one.principal()))
                .findFirst().map(one -> new Answer(true, Optional.of(one.principal()), ""))
                .orElseGet(() -> Answer.no("not-approver"));
    }

    /** Somebody on leave has not lost the post, so a suspension of the principal does not end a deputy's. */
    private boolean named(Scene scene, String asker, String number) {
        return !number.equals(asker) && !people.samePerson(number, asker)
                && people.find(number).filter(Person::active)
                        .map(person -> named(scene, asker, number, person.roles())).orElse(false);
    }

    private boolean named(Scene scene, String asker, String number, Set<String> roles) {
        return byPost(scene, asker).values().stream().flatMap(Optional::stream)
                .anyMatch(person -> people.samePerson(person.number(), number))
                || roles.stream().anyMatch(scene.terms().approvers()::contains);
    }

    /** Whom the words of this scene mean that are no roles; nobody where such a post is vacant. */
    Map<String, Optional<Person>> byPost(Scene scene, String asker) {
        Set<String> approvers = scene.terms().approvers();
        Map<String, Optional<Person>> posts = new LinkedHashMap<>();
        Optional<Person> person = approvers.contains(Scene.SUPERIOR) || approvers.contains(Scene.ACCOUNTABLE)
                ? people.find(asker) : Optional.empty();
        if (approvers.contains(Scene.SUPERIOR)) {
            posts.put(Scene.SUPERIOR, person.flatMap(one -> one.account().superior()).flatMap(people::find)
                    .filter(Person::active));
        }
        if (approvers.contains(Scene.ACCOUNTABLE)) {
            posts.put(Scene.ACCOUNTABLE, person.flatMap(one -> accountable.of(scene, one)).filter(Person::active));
        }
        return posts;
    }

    /** Whether a person's rights work now, so that a yes of theirs counts. */
    static boolean stands(Person person) {
        return person.active() && person.suspensions().isEmpty();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.systemInstant(), clock.getZone());
    }
}
