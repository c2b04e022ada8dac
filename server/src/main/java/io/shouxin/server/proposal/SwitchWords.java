// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import io.shouxin.core.policy.Register;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.SuiteSwitches.Progress;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A change of suites as a page tells it. */
@Component
class SwitchWords {

    private final RegisterWords words;

    SwitchWords(RegisterWords words) {
        this.words = words;
    }

    /**
     * @param kind how the state looks: acc, ok or off
     * @param fields each field with the suite it gets
     */
    record Told(int version, String kind, String state, String sentence, long done, long total, boolean underWay,
            List<String> fields, List<String> facts) {}

    Told told(Progress one, Register register) {
        String state = one.state().name().toLowerCase(Locale.ROOT);
        List<String> fields = new ArrayList<>();
        one.fields().forEach((name, suite) -> fields.add(
                words.of("register.switch.field", words.field(register, name), words.suite(suite))));
        return new Told(one.version(), switch (one.state()) {
            case RUNNING, DROPPING -> "acc";
            case DONE -> "ok";
            case REPLACED -> "off";
        }, words.of("register.switch.state." + state), words.switching(one), one.done(), one.total(), one.underWay(),
                fields, facts(one));
    }

    private List<String> facts(Progress one) {
        List<String> facts = new ArrayList<>();
        facts.add(words.of("register.switch.begun", words.time(one.begunAt())));
        one.endedAt().ifPresent(at -> facts.add(words.of("register.switch.ended", words.time(at))));
        facts.add(words.of("register.switch.resealed", words.number(one.resealed())));
        if (one.perSecond() > 0) {
            facts.add(words.of("register.switch.speed", words.number(one.perSecond())));
        }
        one.left().ifPresent(left -> facts.add(words.of("register.switch.left", clock(left))));
        if (one.damaged() > 0) {
            facts.add(words.of("register.switch.damaged", words.number(one.damaged())));
        }
        return facts;
    }

    private static String clock(Duration left) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
