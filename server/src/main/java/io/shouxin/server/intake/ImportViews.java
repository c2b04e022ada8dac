// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.intake.ImportJob.State;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes imports readable. */
@Component
class ImportViews {

    static final int REJECTS_SHOWN = 50;

    private static final DateTimeFormatter CHINESE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ENGLISH =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

    private final Imports imports;
    private final Registers registers;
    private final People people;
    private final RejectFile rejectFile;
    private final Words words;
    private final Clock clock;

    ImportViews(Imports imports, Registers registers, People people, RejectFile rejectFile, Words words,
            Clock clock) {
        this.imports = imports;
        this.registers = registers;
        this.people = people;
        this.rejectFile = rejectFile;
        this.words = words;
        this.clock = clock;
    }

    /** One line of the list. */
    record Row(String address, String opened, String purpose, String by, String kind, String state, String rows,
            String created, String changed, String rejected) {}

    Row row(ImportJob job) {
        ImportJob.Counts counts = imports.results(job).counts();
        return new Row("/imports/" + job.id(), time(job.times().opened()), purpose(job.purpose()), by(job.by()),
                kind(job), state(job), number(job.counts().rows()), number(counts.created()),
                number(counts.changed()), number(counts.rejected()));
    }

    ImportView view(ImportJob job, Caller reader) {
        ImportJob meant = imports.results(job);
        ImportJob.Counts counts = meant.counts();
        boolean mine = job.by().is(reader);
        List<Chunk.Reject> rejects = imports.rejects(meant.id(), REJECTS_SHOWN + 1);
        Register register = registers.inForce().register();
        State state = job.state();
        return new ImportView(job.id(), job.id().toString().substring(0, 8), kind(job), state(job),
                sentence(job, meant), state == State.READY || state == State.RUNNING, mine,
                new ImportView.Can(mine && state == State.RECEIVING, !state.over() && state != State.STOPPED,
                        mine && state == State.STOPPED),
                facts(job, meant),
                new ImportView.Figures(counts.rows(), counts.done(), counts.created(), counts.changed(),
                        counts.unchanged(), counts.rejected(), rejects.size() > REJECTS_SHOWN),
                named(register, imports.blank(meant.id())), named(register, imports.dropped(meant.id())),
                rejects.stream().limit(REJECTS_SHOWN).map(reject -> new ImportView.RejectLine(
                        number(reject.line()), field(register, reject.field()), rejectFile.reason(reject))).toList(),
                new ImportView.Links(meant.entries().begin().orElse(null), meant.entries().end().orElse(null),
                        job.repeats().orElse(null)));
    }

    private String sentence(ImportJob job, ImportJob meant) {
        ImportJob.Counts counts = meant.counts();
        if (job.repeats().isPresent()) {
            return words.of("intake.sentence.same");
        }
        String key = "intake.sentence." + job.state().name().toLowerCase(Locale.ROOT);
        return words.of(key, number(counts.done()), number(counts.rows()),
                number(counts.created() + counts.changed() + counts.unchanged()), number(counts.rejected()));
    }

    private Map<String, String> facts(ImportJob job, ImportJob meant) {
        Map<String, String> facts = new LinkedHashMap<>();
        job.why().ifPresent(why -> facts.put(words.of("intake.fact.why"), words.of(why)));
        facts.put(words.of("intake.fact.purpose"), purpose(job.purpose()));
        facts.put(words.of("intake.fact.by"), by(job.by()));
        facts.put(words.of("intake.fact.existing"),
                words.of("intake.existing." + job.existing().name().toLowerCase(Locale.ROOT)));
        facts.put(words.of("intake.fact.opened"), time(job.times().opened()));
        meant.times().began().ifPresent(at -> facts.put(words.of("intake.fact.began"), time(at)));
        meant.times().ended().ifPresent(at -> facts.put(words.of("intake.fact.ended"), time(at)));
        if (job.counts().bytes() > 0) {
            facts.put(words.of("intake.fact.size"), words.of("intake.bytes", number(job.counts().bytes())));
        }
        if (meant.rowsPerSecond() > 0) {
            facts.put(words.of("intake.fact.speed"), words.of("intake.speed", number(meant.rowsPerSecond())));
        }
        job.left().ifPresent(left -> facts.put(words.of("intake.fact.left"), duration(left)));
        return facts;
    }

    private static String kind(ImportJob job) {
        return switch (job.state()) {
            case RECEIVING -> "off";
            case READY, RUNNING -> "acc";
            case STOPPED -> "warn";
            case DONE -> "ok";
            case FAILED -> "bad";
        };
    }

    private String state(ImportJob job) {
        return words.of(job.repeats().isPresent() ? "intake.state.same"
                : "intake.state." + job.state().name().toLowerCase(Locale.ROOT));
    }

    String purpose(String code) {
        var purpose = registers.inForce().register().purposes().get(code);
        return purpose == null ? code : Words.choose(purpose.zh(), purpose.en());
    }

    private String by(ImportJob.Beginner by) {
        return by.kind() == Caller.Kind.SERVICE ? by.id()
                : people.find(by.id()).map(Person::nameForReader).map(name -> name + " " + by.id()).orElse(by.id());
    }

    private static List<ImportView.NamedCount> named(Register register, Map<String, Long> counts) {
        return counts.entrySet().stream().map(one ->
                new ImportView.NamedCount(field(register, one.getKey()), number(one.getValue()))).toList();
    }

    private static String field(Register register, String name) {
        Field field = register.fields().get(name);
        return field == null ? name : Words.choose(field.zh(), field.en());
    }

    private String time(Instant at) {
        return (Words.chinese() ? CHINESE : ENGLISH).withZone(clock.getZone()).format(at);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String duration(Duration left) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
