// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.page.Waiting;

import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What suspends somebody in words, the same on their own page and on the one that administrators see. */
@Component
class StandingWords implements Waiting {

    private final People people;
    private final SuspensionReasons reasons;
    private final Words words;
    private final WallTime times;

    StandingWords(People people, SuspensionReasons reasons, Words words, WallTime times) {
        this.people = people;
        this.reasons = reasons;
        this.words = words;
        this.times = times;
    }

    /**
     * One reason of one person.
     *
     * @param why in a few words
     * @param lift what lifts it, as a sentence
     * @param missing what is still to be done, as sentences
     * @param page where the person does it; empty where they cannot
     * @param until when it ends by itself; empty where it does not
     * @param owner the module or post that set it
     * @param by who set it, as entries name them
     * @param signsIn whether the person may sign in meanwhile
     * @param stopsKeys whether the keys they answer for stop
     * @param byHand whether administrators lift it on the person's page
     */
    record Resting(String code, String why, String lift, List<String> missing, String page, String since,
            String until, String owner, String by, boolean signsIn, boolean stopsKeys, boolean byHand) {}

    List<Resting> of(Person person) {
        return person.suspensions().stream().map(one -> resting(person, one)).toList();
    }

    /** What an administrator can still add by hand, by code. */
    Map<String, String> addable(Person person) {
        Map<String, String> addable = new LinkedHashMap<>();
        for (ByHand one : ByHand.values()) {
            if (person.suspensions().stream().noneMatch(held -> held.reason().equals(one.code()))) {
                addable.put(one.code(), words.of(one.whyKey()));
            }
        }
        return addable;
    }

    private Resting resting(Person person, Person.Suspension one) {
        Optional<SuspensionReason> declared = reasons.find(one.reason());
        SuspensionReason.Details details = declared.map(reason -> reason.details(person))
                .orElse(SuspensionReason.Details.NONE);
        return new Resting(one.reason(), why(one.reason()),
                words.of(declared.map(SuspensionReason::liftKey).orElse("staff.suspension.other.lift")),
                details.missing(), declared.flatMap(SuspensionReason::page).orElse(""), times.text(one.since()),
                details.until().map(times::text).orElse(""),
                words.of(declared.map(SuspensionReason::ownerKey).orElse("staff.suspension.owner.none")), one.by(),
                declared.map(SuspensionReason::allowsSignIn).orElse(true),
                declared.map(SuspensionReason::stopsKeys).orElse(true), ByHand.of(one.reason()).isPresent());
    }

    /** In a few words, also where no module answers for it any more. */
    private String why(String code) {
        String key = reasons.find(code).map(SuspensionReason::whyKey).orElse("staff.suspension." + code);
        String text = words.of(key);
        return text.equals(key) ? words.of("staff.suspension.other") : text;
    }

    /** The first page says it too, and leads to the one that explains it. */
    @Override
    public List<Item> items() {
        return Callers.known().flatMap(caller -> people.readNow(caller.id()).value()).map(person ->
                person.suspensions().stream().map(one -> new Item(
                        words.of("staff.standing.waiting", why(one.reason())), words.of("staff.standing.waiting.why"),
                        Callers.STANDING, "user-pause", one.since())).toList()).orElse(List.of());
    }
}
