// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Hours;
import io.shouxin.core.policy.Keep;
import io.shouxin.core.policy.LegalBasis;
import io.shouxin.core.policy.Needs;
import io.shouxin.core.policy.Problem;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Recipient;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Role;
import io.shouxin.core.policy.Scene;
import io.shouxin.core.policy.Word;
import io.shouxin.server.language.Words;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A register's parts in the reader's language: names instead of codes, sentences instead of notation. */
@Component
public class RegisterWords {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter CHINESE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZONE);
    private static final DateTimeFormatter ENGLISH =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH).withZone(ZONE);
    /** Between the two languages of an article, as the shipped registers write it. */
    private static final String BOTH = " · ";
    private static final int ALLOWED_MAX = 40;

    private final Words words;
    private final People people;

    RegisterWords(Words words, People people) {
        this.words = words;
        this.people = people;
    }

    public String of(String key, Object... arguments) {
        return words.of(key, arguments);
    }

    public String time(Instant at) {
        return (Words.chinese() ? CHINESE : ENGLISH).format(at);
    }

    public String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A person by name and number; what is no person's number stands as it is. */
    public String person(String id) {
        Optional<Person> known = people.find(id);
        return known.map(person -> person.nameForReader() + " " + id)
                .orElseGet(() -> id.equals("register") ? words.of("register.by-system") : id);
    }

    public String name(DataClass one) {
        return Words.choose(one.zh(), one.en());
    }

    public String suite(Suite suite) {
        return words.of("register.value." + Word.of(suite));
    }

    /** How far the values are with the suites of a version, in a sentence. */
    public String switching(SuiteSwitches.Progress one) {
        return words.of("register.switch.sentence." + one.state().name().toLowerCase(Locale.ROOT),
                number(one.done()), number(one.total()), number(one.resealed()));
    }

    public String name(Field one) {
        return Words.choose(one.zh(), one.en());
    }

    public String name(Role one) {
        return Words.choose(one.zh(), one.en());
    }

    public String name(Purpose one) {
        return Words.choose(one.zh(), one.en());
    }

    public String name(Recipient one) {
        return Words.choose(one.zh(), one.en());
    }

    public String name(Scene one) {
        return Words.choose(one.zh(), one.en());
    }

    public String role(Register register, String code) {
        return Optional.ofNullable(register.roles().get(code)).map(this::name).orElse(code);
    }

    public String purpose(Register register, String code) {
        return Optional.ofNullable(register.purposes().get(code)).map(this::name).orElse(code);
    }

    public String field(Register register, String code) {
        return Optional.ofNullable(register.fields().get(code)).map(this::name).orElse(code);
    }

    /** A field, or a class by code and name. */
    public String selector(Register register, String code) {
        return Optional.ofNullable(register.classes().get(code)).map(one -> code + " " + name(one))
                .orElseGet(() -> field(register, code));
    }

    public String list(Collection<String> names) {
        return names.stream().collect(Collectors.joining(words.of("register.and")));
    }

    /** Of names that may hold a comma themselves. */
    public String sentences(Collection<String> names) {
        return names.stream().collect(Collectors.joining(words.of("register.or")));
    }

    public String form(Form form) {
        return words.of("console.form." + form.code());
    }

    public String level(int level) {
        return words.of("console.level." + level);
    }

    public String basis(LegalBasis basis) {
        return words.of("register.basis." + basis.code());
    }

    /** The reader's half of an article that is written in both languages, else the whole. */
    public String article(String text) {
        int between = text.indexOf(BOTH);
        if (between < 0 || text.indexOf(BOTH, between + 1) >= 0) {
            return text;
        }
        return Words.choose(text.substring(0, between), text.substring(between + BOTH.length()));
    }

    public String keep(Keep keep) {
        String start = "register.keep." + Word.of(keep.start());
        return keep.length().isZero() ? words.of(start + ".at-once") : words.of(start, length(keep.length()));
    }

    private String length(Period length) {
        if (length.getDays() > 0) {
            return words.of("register.length.days", length.getDays());
        }
        return length.getMonths() > 0 ? words.of("register.length.months", length.toTotalMonths())
                : words.of("register.length.years", length.getYears());
    }

    /** What has to hold besides a rule; one line where nothing has to. */
    public List<String> needs(Needs needs) {
        List<String> lines = new ArrayList<>();
        if (needs.ticket()) {
            lines.add(words.of("register.needs.ticket"));
        }
        if (needs.consent()) {
            lines.add(words.of("register.needs.consent"));
        }
        needs.hours().ifPresent(hours -> lines.add(words.of("register.needs.hours", hours(hours))));
        if (!needs.networks().isEmpty()) {
            lines.add(words.of("register.needs.networks", list(needs.networks())));
        }
        return lines.isEmpty() ? List.of(words.of("register.needs.nothing")) : lines;
    }

    public String hours(Hours hours) {
        String clock = clock(hours.fromMinute()) + "–" + clock(hours.toMinute());
        String from = words.of("register.day." + hours.from().getValue());
        return hours.from() == hours.to() ? words.of("register.hours.day", from, clock)
                : words.of("register.hours.days", from, words.of("register.day." + hours.to().getValue()), clock);
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    /** A problem or a warning as a sentence, with what is allowed there. */
    public String problem(Problem problem) {
        List<String> arguments = problem.arguments();
        String found = arguments.isEmpty() ? "" : kind(problem.key(), arguments.get(0));
        List<String> allowed = arguments.stream().skip(1).map(word -> kind(problem.key(), word)).toList();
        if (problem.key().equals("register.problem.retention-missing") && !allowed.isEmpty()) {
            return words.of(problem.key(), found, words.of("register.for-purposes", list(allowed)));
        }
        String some = list(allowed.subList(0, Math.min(allowed.size(), ALLOWED_MAX)));
        return words.of(problem.key(), found,
                allowed.size() > ALLOWED_MAX ? words.of("register.and-more", some, allowed.size()) : some);
    }

    private String kind(String key, String word) {
        return key.equals("register.problem.wrong-kind") ? words.of("register.kind." + word) : word;
    }
}
