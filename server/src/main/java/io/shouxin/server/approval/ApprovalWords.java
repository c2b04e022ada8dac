// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Scene;
import io.shouxin.server.approval.Approval.State;
import io.shouxin.server.approval.ApprovalView.Check;
import io.shouxin.server.approval.ApprovalView.Standing;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Requests in words. */
@Component
class ApprovalWords {

    private static final List<Long> MINUTES = List.of(1440L, 480L, 240L, 120L, 60L, 30L, 10L, 5L, 1L);
    private static final int WINDOWS_MAX = 5;
    private static final int SHORT_ID = 8;

    private final Words words;
    private final RegisterWords names;
    private final Registers registers;
    private final WallTime times;

    ApprovalWords(Words words, RegisterWords names, Registers registers, WallTime times) {
        this.words = words;
        this.names = names;
        this.registers = registers;
        this.times = times;
    }

    String of(String key, Object... arguments) {
        return words.of(key, arguments);
    }

    String person(String id) {
        return names.person(id);
    }

    Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        Reasons.KINDS.forEach(kind -> kinds.put(kind, words.of("approval.kind." + kind)));
        return kinds;
    }

    /** What one may choose: the longest and shorter ones that people think in. */
    Map<Long, String> windows(Duration longest) {
        Map<Long, String> windows = new LinkedHashMap<>();
        windows.put(longest.toMinutes(), minutes(longest.toMinutes()));
        for (long minutes : MINUTES) {
            if (minutes < longest.toMinutes() && windows.size() < WINDOWS_MAX) {
                windows.put(minutes, minutes(minutes));
            }
        }
        return windows;
    }

    String minutes(long minutes) {
        return minutes % 60 == 0 ? words.of("approval.hours", minutes / 60) : words.of("approval.minutes", minutes);
    }

    ApprovalView.Row row(Approval one) {
        return row(one, true);
    }

    ApprovalView.Row row(Approval one, boolean askerStands) {
        Register register = registers.register(one.register());
        Standing state = standing(one);
        return new ApprovalView.Row(one.id(), title(one, register), person(one.request().actor()),
                what(one.request(), register), state.kind(), state.word(), times.text(one.asked().at()),
                state.from(), state.until(), askerStands);
    }

    /** The name of the scene for somebody else's telephone. */
    String scene(Approval one, Locale language) {
        return Optional.ofNullable(registers.register(one.register()).scenes().get(one.request().scene()))
                .map(scene -> language.getLanguage().equals(Locale.CHINESE.getLanguage()) ? scene.zh() : scene.en())
                .orElse(one.request().scene());
    }

    private String title(Approval one, Register register) {
        return Optional.ofNullable(register.scenes().get(one.request().scene())).map(names::name)
                .orElse(one.request().scene());
    }

    private String what(ExactRequest request, Register register) {
        List<String> fields = request.fields().stream().map(field -> names.field(register, field)).toList();
        return words.of("approval.what." + request.operation().code(), names.list(fields), request.customers().size());
    }

    /** What a file is bound to besides, in words: the lines of its terms that somebody has to judge. */
    private Map<String, String> terms(ExactRequest request, Register register) {
        Map<String, String> facts = new LinkedHashMap<>();
        request.term("recipient").ifPresent(code -> facts.put(words.of("approval.fact.recipient"),
                Optional.ofNullable(register.recipients().get(code)).map(names::name).orElse(code)));
        request.term("key").ifPresent(key -> facts.put(words.of("approval.fact.key"), key));
        request.term("format").ifPresent(format -> facts.put(words.of("approval.fact.format"), format));
        request.term("members").ifPresent(members -> facts.put(words.of("approval.fact.members"),
                members.equals("all") ? words.of("approval.members.all")
                        : words.of("approval.members.list", members.substring(0, members.indexOf(' ')))));
        return facts;
    }

    ApprovalView view(Approval one, Routing.Answer answer, Told told, Caller reader) {
        Register register = registers.register(one.register());
        ExactRequest request = one.request();
        boolean mine = request.actor().equals(reader.id());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(words.of("approval.fact.why"), words.of("approval.kind." + one.asked().kind()));
        facts.put(words.of("approval.fact.words"), one.asked().words());
        facts.put(words.of("approval.fact.purpose"), names.purpose(register, request.purpose()));
        if (request.operation() == Operation.REVEAL) {
            facts.put(words.of("approval.fact.ticket"),
                    request.ticket().orElse(words.of("approval.fact.no-ticket")));
        }
        if (request.operation() != Operation.SEARCH) {
            facts.put(words.of("approval.fact.customer"), customers(request));
        }
        facts.putAll(terms(request, register));
        facts.put(words.of("approval.fact.asked"), times.text(one.asked().at()));
        if (one.state() == State.PROPOSED) {
            facts.put(words.of("approval.fact.decides"), deciders(one, register, told));
        }
        one.decided().ifPresent(decided -> {
            facts.put(words.of(decided.validUntil().isPresent() ? "approval.fact.agreed" : "approval.fact.refused"),
                    decided.inPlaceOf().map(whom -> words.of("approval.fact.by-for", person(decided.by()),
                            person(whom), times.text(decided.at())))
                            .orElseGet(() -> words.of("approval.fact.by", person(decided.by()),
                                    times.text(decided.at()))));
            if (!decided.note().isEmpty()) {
                facts.put(words.of("approval.fact.note"), decided.note());
            }
        });
        return new ApprovalView(one.id(), title(one, register), lead(one, register), facts, fields(request, register),
                standing(one), checks(one, told), decision(one, answer, mine, reader), use(one, mine));
    }

    /**
     * What the door knows of a request beside itself.
     *
     * @param posts whom the scene's words that are no roles mean
     */
    record Told(int asksOfCustomer, Map<String, Optional<Person>> posts) {}

    private static Optional<Scene> scene(Approval one, Register register) {
        return Optional.ofNullable(register.scenes().get(one.request().scene()));
    }

    private String deciders(Approval one, Register register, Told told) {
        return names.list(scene(one, register).map(scene -> scene.terms().approvers()).orElse(Set.of()).stream()
                .map(code -> told.posts().containsKey(code) ? post(code, told.posts().get(code))
                        : names.role(register, code)).toList());
    }

    private String post(String code, Optional<Person> person) {
        return words.of("approval.post", words.of("register.value." + code),
                person.map(one -> person(one.number())).orElse(words.of("approval.vacant")));
    }

    /** Nobody has the only post that the scene names, and no role is named beside it. */
    private boolean vacant(Approval one, Told told) {
        return scene(one, registers.register(one.register())).map(scene -> scene.terms().approvers()).orElse(Set.of())
                .stream().allMatch(code -> told.posts().containsKey(code) && told.posts().get(code).isEmpty());
    }

    private String lead(Approval one, Register register) {
        String key = "approval.lead." + one.request().operation().code();
        List<String> fields = one.request().fields().stream().map(field -> names.field(register, field)).toList();
        return words.of(key, person(one.request().actor()), customers(one.request()), names.list(fields),
                names.purpose(register, one.request().purpose()), minutes(one.asked().window().toMinutes()),
                words.of(uses(one)));
    }

    private static String uses(Approval one) {
        String often = one.once() ? "approval.uses.once" : "approval.uses.window";
        return switch (one.request().operation()) {
            case REVEAL -> often;
            case SEARCH -> often + ".search";
            case EXPORT -> "approval.uses.export";
        };
    }

    /** The start of an id tells two customers apart and says nothing about either. */
    private String customers(ExactRequest request) {
        if (request.operation() == Operation.EXPORT) {
            return words.of("approval.rows", request.rows());
        }
        return request.customers().size() == 1
                ? words.of("approval.customer", request.customers().get(0).toString().substring(0, SHORT_ID))
                : words.of("approval.customers", request.customers().size());
    }

    private List<ApprovalView.Field> fields(ExactRequest request, Register register) {
        List<ApprovalView.Field> fields = new ArrayList<>();
        for (String name : request.fields()) {
            Field field = register.fields().get(name);
            DataClass of = field == null ? null : register.classes().get(field.classCode());
            if (of != null) {
                fields.add(new ApprovalView.Field(names.field(register, name), of.level(),
                        of.code() + " " + names.name(of)));
            }
        }
        return fields;
    }

    private List<Check> checks(Approval one, Told told) {
        List<Check> checks = new ArrayList<>();
        if (one.state() == State.PROPOSED && vacant(one, told)) {
            checks.add(new Check("warn", words.of("approval.check.vacant")));
        }
        if (one.request().operation() != Operation.REVEAL) {
            // A ticket is about one customer; a search has none yet, and what a file is about stands in its facts.
            checks.add(new Check("ok", words.of("approval.check.other")));
            return checks;
        }
        checks.add(one.request().ticket().isEmpty() ? new Check("warn", words.of("approval.check.no-ticket"))
                : one.asked().ticketHeld() ? new Check("ok", words.of("approval.check.ticket"))
                : new Check("warn", words.of("approval.check.ticket-bad")));
        checks.add(new Check("ok", words.of("approval.check.other")));
        checks.add(new Check(told.asksOfCustomer() > 1 ? "warn" : "ok",
                words.of("approval.check.often", told.asksOfCustomer())));
        return checks;
    }

    /** Figures and no verdict: what they mean is for whoever decides. */
    ApprovalView.Beside beside(Approval one, Comparison found) {
        Comparison.Work own = found.own();
        Comparison.Medians middle = found.medians();
        List<ApprovalView.Line> lines = List.of(line("asked", own.asked(), middle.asked(), found),
                line("agreed", own.agreed(), middle.agreed(), found),
                line("refused", own.refused(), middle.refused(), found),
                line("lapsed", own.lapsed(), middle.lapsed(), found),
                line("careless", own.careless(), middle.careless(), found),
                line("customers", own.customers(), middle.customers(), found),
                line("searches", own.searches(), middle.searches(), found));
        Comparison.AboutCustomer customer = found.customer();
        return new ApprovalView.Beside(person(one.request().actor()), found.compares()
                ? words.of("approval.beside.peers", found.peers())
                : words.of("approval.beside.few", found.peers(), Comparison.PEERS_MIN), found.compares(), lines,
                customer.one() ? words.of("approval.beside.customer", customer.asked(), customer.askedByOthers(),
                        customer.views()) : "");
    }

    private ApprovalView.Line line(String what, int own, double middle, Comparison found) {
        return new ApprovalView.Line(words.of("approval.beside." + what), names.number(own),
                !found.compares() ? "" : middle == Math.rint(middle) ? names.number((long) middle)
                        : String.format(Locale.ROOT, "%,.1f", middle));
    }

    private ApprovalView.Decision decision(Approval one, Routing.Answer answer, boolean mine, Caller reader) {
        boolean may = one.state() == State.PROPOSED && answer.may();
        boolean decider = one.decided().filter(decided -> decided.by().equals(reader.id())).isPresent();
        String why = answer.inPlaceOf().map(whom -> words.of("approval.in-place-of", person(whom)))
                .orElse(may || mine || one.state() != State.PROPOSED ? "" : words.of(answer.rule()));
        return new ApprovalView.Decision(may, why, mine && one.state().open(),
                decider && one.state() == State.AGREED, windows(one.asked().window()));
    }

    private static ApprovalView.Use use(Approval one, boolean mine) {
        ExactRequest request = one.request();
        if (!mine || one.state() != State.AGREED) {
            return null;
        }
        boolean search = request.operation() == Operation.SEARCH;
        boolean view = request.operation() == Operation.REVEAL && request.customers().size() == 1;
        return search || view ? new ApprovalView.Use(search ? null : request.customers().get(0), request.purpose(),
                request.ticket().orElse(""), request.fields()) : null;
    }

    private Standing standing(Approval one) {
        String key = "approval.state." + one.state().name().toLowerCase(Locale.ROOT);
        Instant until = switch (one.state()) {
            case PROPOSED -> one.asked().lapsesAt();
            case AGREED -> one.decided().flatMap(Approval.Decided::validUntil).orElse(null);
            default -> null;
        };
        Instant from = one.state() == State.PROPOSED ? one.asked().at()
                : one.decided().map(Approval.Decided::at).orElse(null);
        String kind = switch (one.state()) {
            case PROPOSED -> "warn";
            case AGREED -> "acc";
            case USED -> "ok";
            case REFUSED, VOID -> "bad";
            case WITHDRAWN, LAPSED, EXPIRED -> "off";
        };
        return new Standing(kind, words.of(key), one.state().open(), until == null ? null : from, until,
                words.of(one.voidWhy().map(why -> "approval.void." + why.code()).orElse(key + ".next")));
    }
}
