// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Operation;
import io.shouxin.core.policy.Register;
import io.shouxin.server.approval.Approval.State;
import io.shouxin.server.approval.ApprovalView.Check;
import io.shouxin.server.approval.ApprovalView.Standing;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
        return words.of(request.operation() == Operation.REVEAL ? "approval.what.reveal" : "approval.what.export",
                names.list(fields), request.customers().size());
    }

    ApprovalView view(Approval one, Routing.Answer answer, int asksOfCustomer, Caller reader) {
        Register register = registers.register(one.register());
        ExactRequest request = one.request();
        boolean mine = request.actor().equals(reader.id());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(words.of("approval.fact.why"), words.of("approval.kind." + one.asked().kind()));
        facts.put(words.of("approval.fact.words"), one.asked().words());
        facts.put(words.of("approval.fact.purpose"), names.purpose(register, request.purpose()));
        facts.put(words.of("approval.fact.ticket"), request.ticket().orElse(words.of("approval.fact.no-ticket")));
        facts.put(words.of("approval.fact.customer"), customers(request));
        facts.put(words.of("approval.fact.asked"), times.text(one.asked().at()));
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
                standing(one), checks(one, asksOfCustomer), decision(one, answer, mine, reader), use(one, mine));
    }

    private String lead(Approval one, Register register) {
        String key = one.request().operation() == Operation.REVEAL ? "approval.lead.reveal" : "approval.lead.export";
        List<String> fields = one.request().fields().stream().map(field -> names.field(register, field)).toList();
        return words.of(key, person(one.request().actor()), customers(one.request()), names.list(fields),
                names.purpose(register, one.request().purpose()), minutes(one.asked().window().toMinutes()),
                words.of(one.once() ? "approval.uses.once" : "approval.uses.window"));
    }

    /** The start of an id tells two customers apart and says nothing about either. */
    private String customers(ExactRequest request) {
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

    private List<Check> checks(Approval one, int asksOfCustomer) {
        List<Check> checks = new ArrayList<>();
        checks.add(one.request().ticket().isEmpty() ? new Check("warn", words.of("approval.check.no-ticket"))
                : one.asked().ticketHeld() ? new Check("ok", words.of("approval.check.ticket"))
                : new Check("warn", words.of("approval.check.ticket-bad")));
        checks.add(new Check("ok", words.of("approval.check.other")));
        checks.add(new Check(asksOfCustomer > 1 ? "warn" : "ok", words.of("approval.check.often", asksOfCustomer)));
        return checks;
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
        boolean usable = mine && one.state() == State.AGREED && request.operation() == Operation.REVEAL
                && request.customers().size() == 1;
        return usable ? new ApprovalView.Use(request.customers().get(0), request.purpose(),
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
