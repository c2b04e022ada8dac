// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.LegalBasis;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Role;
import io.shouxin.core.policy.Scene;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.language.Words;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the desk says, in the reader's language: names instead of codes, short reasons for a table. */
@Component
class DeskWords {

    private static final DateTimeFormatter CHINESE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MARK = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);
    /** Between the two languages of an article, as the shipped registers write it. */
    private static final String BOTH = " · ";
    private static final int ID_SHOWN = 8;

    private static final String NEEDS_AGREEMENT = "policy.needs-agreement";

    private final Words words;
    private final People people;
    private final Clock clock;

    DeskWords(Words words, People people, Clock clock) {
        this.words = words;
        this.people = people;
        this.clock = clock;
    }

    String of(String key, Object... arguments) {
        return words.of(key, arguments);
    }

    String time(Instant at) {
        return (Words.chinese() ? CHINESE : ENGLISH).withZone(clock.getZone()).format(at);
    }

    String clock(Instant at) {
        return CLOCK.withZone(clock.getZone()).format(at);
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Enough of an id to tell two customers of one list apart; it says nothing about a person. */
    static String shortId(UUID id) {
        return id.toString().substring(0, ID_SHOWN);
    }

    String name(Field one) {
        return Words.choose(one.zh(), one.en());
    }

    String name(DataClass one) {
        return Words.choose(one.zh(), one.en());
    }

    String name(Purpose one) {
        return Words.choose(one.zh(), one.en());
    }

    String name(Scene one) {
        return Words.choose(one.zh(), one.en());
    }

    String name(Role one) {
        return Words.choose(one.zh(), one.en());
    }

    /** The purpose of this code, or the code itself where the register has none of it. */
    String purpose(Register register, String code) {
        return Optional.ofNullable(register.purposes().get(code)).map(this::name).orElse(code);
    }

    String role(Register register, String code) {
        return Optional.ofNullable(register.roles().get(code)).map(this::name).orElse(code);
    }

    String basis(LegalBasis basis) {
        return words.of("desk.basis." + basis.code());
    }

    /** The reader's half of an article that is written in both languages, else the whole. */
    String article(String text) {
        int between = text.indexOf(BOTH);
        if (between < 0 || text.indexOf(BOTH, between + 1) >= 0) {
            return text;
        }
        return Words.choose(text.substring(0, between), text.substring(between + BOTH.length()));
    }

    String form(Form form) {
        return words.of("console.form." + form.code());
    }

    String list(Collection<String> names) {
        return names.stream().collect(Collectors.joining(words.of("desk.and")));
    }

    /** Who looks, as it stands on the receipt and across the values. */
    String person(Caller caller) {
        String name = people.find(caller.id()).map(Person::nameForReader).orElse(caller.name());
        return name + " " + caller.id();
    }

    String watermark(Caller caller, Instant at) {
        return person(caller) + BOTH + MARK.withZone(clock.getZone()).format(at);
    }

    /** Why a field takes this form, short enough for a row. */
    String why(Register register, Field field, Form form, List<Reason> reasons) {
        List<String> scenes = scenes(register, reasons);
        if (!scenes.isEmpty()) {
            return words.of(form == Form.MASKED ? "desk.why.needs-agreement.masked" : "desk.why.needs-agreement",
                    list(scenes));
        }
        return switch (form) {
            case CLEAR -> words.of("desk.why.clear");
            case MASKED -> mask(field.mask());
            case TOKEN -> words.of("desk.why.token");
            case ABSENT -> words.of("desk.why.not-held");
            case REFUSED -> reasons.stream().map(this::reason).distinct()
                    .collect(Collectors.joining(words.of("desk.then")));
        };
    }

    /** The scenes in which somebody else has to agree first. */
    static List<String> needed(List<Reason> reasons) {
        return reasons.stream().filter(reason -> reason.key().equals(NEEDS_AGREEMENT))
                .flatMap(reason -> reason.arguments().stream()).distinct().toList();
    }

    private static List<String> scenes(Register register, List<Reason> reasons) {
        return needed(reasons).stream().map(code -> Optional.ofNullable(register.scenes().get(code))
                .map(scene -> Words.choose(scene.zh(), scene.en())).orElse(code)).toList();
    }

    /** One reason that refuses. */
    String reason(Reason reason) {
        String tail = reason.key().substring(reason.key().indexOf('.') + 1);
        if (tail.equals("suspended")) {
            return words.of("desk.why.suspended", list(reason.arguments().stream().map(this::suspension).toList()));
        }
        return words.of("desk.why." + tail, reason.arguments().toArray());
    }

    /** The same with the names that the register has for what the reason is about. */
    String reason(Register register, Reason reason) {
        List<String> scenes = scenes(register, List.of(reason));
        return scenes.isEmpty() ? reason(reason) : words.of("desk.why.needs-agreement", list(scenes));
    }

    /** A reason of a suspension in words, where somebody has given it some. */
    private String suspension(String code) {
        String key = "desk.suspended." + code.toLowerCase(Locale.ROOT).replace('_', '-');
        String text = words.of(key);
        return text.equals(key) ? code : text;
    }

    private String mask(String name) {
        if (name.startsWith("keep-")) {
            String[] kept = name.substring("keep-".length()).split("-");
            return words.of("desk.mask.keep", kept[0], kept[1]);
        }
        return words.of("desk.mask." + name);
    }
}
