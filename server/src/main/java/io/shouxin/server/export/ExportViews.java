// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.core.policy.FieldDecision;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Recipient;
import io.shouxin.core.policy.Register;
import io.shouxin.server.approval.Approval;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.export.ExportJob.State;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/** Makes exports readable. */
@Component
class ExportViews {

    private static final int KEY_SHOWN = 16;

    private final Exports exports;
    private final Approvals approvals;
    private final Registers registers;
    private final RegisterWords names;
    private final Words words;
    private final WallTime times;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    ExportViews(Exports exports, Approvals approvals, Registers registers, RegisterWords names, Words words,
            WallTime times) {
        this.exports = exports;
        this.approvals = approvals;
        this.registers = registers;
        this.names = names;
        this.words = words;
        this.times = times;
    }

    /** One line of the list. */
    record Row(UUID id, String asked, String recipient, String purpose, String by, String rows, String kind,
            String state) {}

    /** One agreement that an export needs. */
    record Step(String id, String scene, String kind, String state, String by) {}

    /** One field of a file: in which form it would be there, or why it would not; null where that is not known. */
    record Column(String name, String label, int level, @Nullable Form form, boolean there, String why) {}

    /**
     * An export as a page shows it: everything is finished text or a number.
     *
     * @param live whether it moves by itself, so that the page asks again
     */
    record View(UUID id, String shortId, String kind, String state, String sentence, boolean live, Can can,
            Map<String, String> facts, List<Column> fields, List<Step> steps, long done, long expected,
            Map<String, String> leftOut) {}

    /** What the reader may do now. */
    record Can(boolean begin, boolean fetch, boolean stop, boolean agreed) {}

    /** Where a file that was found comes from. */
    record Source(UUID id, String shortId, String sentence, String kind, String ground, Map<String, String> facts) {}

    Row row(ExportJob job) {
        Register register = registers.register(job.register());
        return new Row(job.id(), times.text(job.times().asked()), recipient(register, job.wanted().recipient()),
                names.purpose(register, job.wanted().purpose()), names.person(job.by()),
                names.number(job.counts().rows()), kind(job), state(job));
    }

    View view(ExportJob job, Caller reader) {
        Register register = registers.register(job.register());
        boolean mine = job.by().equals(reader.id());
        List<Approval> asked = job.approvals().stream().map(approvals::required).toList();
        boolean agreed = asked.stream().allMatch(one -> one.state() == Approval.State.AGREED);
        boolean concerned = mine || reader.may(Permission.EXPORT_TRACE)
                || exports.agreements(job).stream().anyMatch(one -> one.actor().equals(reader.id()));
        Can can = new Can(mine && job.state() == State.ASKED && agreed,
                mine && job.state() == State.READY && reader.may(Permission.CUSTOMER_EXPORT),
                concerned && !job.state().over(), agreed);
        Map<String, String> leftOut = new LinkedHashMap<>();
        exports.leftOut(job).forEach((reason, count) -> leftOut.put(words.of("ledger.reason." + reason),
                names.number(count)));
        return new View(job.id(), job.shortId(), kind(job), state(job), sentence(job, register, agreed),
                job.state().atWork() || job.state() == State.ASKED && mine && !agreed, can, facts(job, register),
                columns(register, job.wanted().fields(), exports.forms(job)),
                asked.stream().map(one -> step(one, register)).toList(), job.counts().done(),
                job.wanted().expected(), leftOut);
    }

    private Step step(Approval one, Register register) {
        String state = one.state().name().toLowerCase(Locale.ROOT);
        String kind = switch (one.state()) {
            case PROPOSED -> "warn";
            case AGREED, USED -> "ok";
            case REFUSED, VOID -> "bad";
            case WITHDRAWN, LAPSED, EXPIRED -> "off";
        };
        return new Step(one.id(), Optional.ofNullable(register.scenes().get(one.request().scene())).map(names::name)
                .orElse(one.request().scene()), kind, words.of("approval.state." + state),
                one.decided().map(decided -> names.person(decided.by())).orElse(""));
    }

    private String sentence(ExportJob job, Register register, boolean agreed) {
        String key = job.state() == State.ASKED && agreed ? "agreed" : job.state().name().toLowerCase(Locale.ROOT);
        return words.of("export.sentence." + key, names.number(job.counts().rows()),
                recipient(register, job.wanted().recipient()),
                job.times().keepUntil().map(times::text).orElse(""));
    }

    private Map<String, String> facts(ExportJob job, Register register) {
        ExportJob.Wanted wanted = job.wanted();
        Map<String, String> facts = new LinkedHashMap<>();
        job.why().ifPresent(why -> facts.put(words.of("export.fact.why"), words.of(why)));
        facts.put(words.of("export.fact.recipient"), recipient(register, wanted.recipient()));
        facts.put(words.of("export.fact.key"), key(wanted.key()));
        facts.put(words.of("export.fact.purpose"), names.purpose(register, wanted.purpose()));
        facts.put(words.of("export.fact.by"), names.person(job.by()));
        facts.put(words.of("export.fact.format"), words.of("export.format." + wanted.format().ending()));
        facts.put(words.of("export.fact.selection"), words.of("export.selection."
                + wanted.selection().name().toLowerCase(Locale.ROOT), names.number(wanted.expected())));
        facts.put(words.of("export.fact.cap"), words.of("export.rows", names.number(wanted.cap())));
        facts.put(words.of("export.fact.asked"), times.text(job.times().asked()));
        job.times().began().ifPresent(at -> facts.put(words.of("export.fact.began"), times.text(at)));
        job.times().ended().ifPresent(at -> facts.put(words.of("export.fact.ended"), times.text(at)));
        if (job.counts().rows() > 0) {
            facts.put(words.of("export.fact.rows"), words.of("export.rows-and-canaries",
                    names.number(job.counts().rows()), names.number(job.counts().canaries())));
        }
        if (job.counts().bytes() > 0) {
            facts.put(words.of("export.fact.size"), words.of("export.bytes", names.number(job.counts().bytes())));
        }
        job.digest().ifPresent(digest -> facts.put(words.of("export.fact.digest"), HexFormat.of().formatHex(digest)));
        return facts;
    }

    /** Enough of a key to compare it by telephone. */
    private static String key(String key) {
        return key.substring(0, KEY_SHOWN) + "…" + key.substring(key.length() - KEY_SHOWN / 2);
    }

    /** Who can be sent a file, by code; those without a key too, so that nobody wonders where they are. */
    Map<String, String> recipients() {
        Map<String, String> all = new LinkedHashMap<>();
        registers.inForce().register().recipients().forEach((code, one) -> all.put(code, one.key().isPresent()
                ? names.name(one) : words.of("export.recipient.no-key", names.name(one))));
        return all;
    }

    /** The purposes for which this recipient may be given anything. */
    Map<String, String> purposes(String recipient) {
        Register register = registers.inForce().register();
        Map<String, String> all = new LinkedHashMap<>();
        Optional.ofNullable(register.recipients().get(recipient)).map(Recipient::purposes).stream()
                .flatMap(java.util.Collection::stream).map(register.purposes()::get)
                .filter(java.util.Objects::nonNull).map(Purpose::code)
                .forEach(code -> all.put(code, names.purpose(register, code)));
        return all;
    }

    List<Column> columns(SortedMap<String, FieldDecision> decided) {
        Register register = registers.inForce().register();
        return columns(register, register.fields().keySet().stream().filter(decided::containsKey).toList(), decided);
    }

    private List<Column> columns(Register register, List<String> fields, SortedMap<String, FieldDecision> decided) {
        List<Column> columns = new ArrayList<>();
        for (String name : fields) {
            FieldDecision one = decided.get(name);
            boolean there = one != null && one.form().opens();
            int level = register.classes().get(register.fields().get(name).classCode()).level();
            columns.add(new Column(name, names.field(register, name), level, one == null ? null : one.form(), there,
                    one == null || there || one.reasons().isEmpty() ? ""
                    : words.of("ledger.reason." + one.reasons().get(0).key())));
        }
        return columns;
    }

    Source source(Tracing.Found found) {
        ExportJob job = found.export();
        Register register = registers.register(job.register());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(words.of("export.fact.recipient"), recipient(register, job.wanted().recipient()));
        facts.put(words.of("export.fact.by"), names.person(job.by()));
        facts.put(words.of("export.fact.agreed-by"), names.list(exports.agreements(job).stream()
                .map(one -> names.person(one.actor())).toList()));
        facts.put(words.of("export.fact.began"), job.times().began().map(times::text).orElse(""));
        facts.put(words.of("export.fact.rows"), words.of("export.rows", names.number(job.counts().rows())));
        facts.put(words.of("export.trace.canaries"), words.of("export.trace.of", names.number(found.canaries()),
                names.number(found.of()), Integer.toString(found.share())));
        facts.put(words.of("export.trace.fields"), names.list(found.fields().stream()
                .flatMap(field -> java.util.Arrays.stream(field.split(java.util.regex.Pattern.quote(Canaries.PAIR))))
                .distinct().map(field -> names.field(register, field)).toList()));
        boolean certain = found.ground() == Tracing.Ground.CERTAIN;
        if (!certain) {
            facts.put(words.of("export.trace.chance"), String.format(Locale.ROOT, "%.1e", found.chance()));
        }
        return new Source(job.id(), job.shortId(), words.of(certain ? "export.trace.certain" : "export.trace.likely",
                recipient(register, job.wanted().recipient()), names.person(job.by()),
                job.times().began().map(times::text).orElse("")), certain ? "bad" : "warn",
                words.of(certain ? "export.ground.certain" : "export.ground.likely"), facts);
    }

    private String recipient(Register register, String code) {
        return Optional.ofNullable(register.recipients().get(code)).map(names::name).orElse(code);
    }

    private static String kind(ExportJob job) {
        return switch (job.state()) {
            case ASKED -> "warn";
            case RUNNING, PACKING -> "acc";
            case READY -> "ok";
            case STOPPED -> "bad";
            case GONE -> "off";
        };
    }

    private String state(ExportJob job) {
        return words.of("export.state." + job.state().name().toLowerCase(Locale.ROOT));
    }
}
