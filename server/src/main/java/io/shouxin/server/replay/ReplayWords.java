// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Register;
import io.shouxin.server.register.RegisterWords;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A replay as a page shows it. */
@Component
public class ReplayWords {

    private final RegisterWords words;

    ReplayWords(RegisterWords words) {
        this.words = words;
    }

    /**
     * @param state waiting, running, failed or finished
     * @param done how much of a thousand
     * @param sentence what came of it, or how far it is
     * @param scale the largest of the bars, at least 1
     */
    record Told(String state, int done, String sentence, List<String> facts, List<Bar> bars, long scale,
            List<Line> lines) {}

    /** @param form the form that the fields would take */
    record Bar(String word, Form form, long count, String figure) {}

    /** One change of one field for one role. */
    record Line(String role, String field, Form before, Form after, String count, String askers,
            List<Long> examples) {}

    /** Names come from the proposed register, for what it does away with from the base. */
    public Told told(ReplayProgress stored, Register proposed, Register base) {
        String state = stored.state().name().toLowerCase(Locale.ROOT);
        Optional<ReplayResult> result = stored.result();
        if (result.isEmpty()) {
            return new Told(state, stored.permille(),
                    words.of("register.replay." + state, words.number(stored.reveals())), List.of(), List.of(), 1,
                    List.of());
        }
        ReplayResult one = result.get();
        List<Bar> bars = bars(one);
        return new Told(state, stored.permille(), sentence(one), facts(one), bars,
                Math.max(1, bars.stream().mapToLong(Bar::count).max().orElse(1)),
                one.lines().stream().map(line -> line(line, proposed, base)).toList());
    }

    private String sentence(ReplayResult one) {
        if (one.reveals() == 0) {
            return words.of("register.replay.no-reveals");
        }
        return one.changed() == 0
                ? words.of("register.replay.no-change", words.number(one.reveals()), words.number(one.fields()))
                : words.of("register.replay.change", words.number(one.reveals()), words.number(one.fields()),
                        words.number(one.changed()));
    }

    private List<String> facts(ReplayResult one) {
        Stream<String> always = Stream.of(
                words.of("register.replay.period", words.time(one.since()), words.time(one.until())),
                words.of("register.replay.touched", words.number(one.persons()), words.number(one.services()),
                        words.number(one.customers())),
                words.of("register.replay.unchanged", words.number(one.unchanged())));
        Stream<String> unclear = one.unclear() == 0 ? Stream.empty()
                : Stream.of(words.of("register.replay.unclear", words.number(one.unclear())));
        Stream<String> unreadable = one.unreadable() == 0 ? Stream.empty()
                : Stream.of(words.of("register.replay.unreadable", words.number(one.unreadable())));
        return Stream.of(always, unclear, unreadable).flatMap(more -> more).toList();
    }

    private List<Bar> bars(ReplayResult one) {
        return Stream.of(
                bar("opened", Form.CLEAR, one.opened()), bar("refused", Form.REFUSED, one.refused()),
                bar("masked", Form.MASKED, one.masked()), bar("token", Form.TOKEN, one.token())).toList();
    }

    private Bar bar(String effect, Form form, long count) {
        return new Bar(words.of("register.replay.effect." + effect), form, count, words.number(count));
    }

    private Line line(ReplayResult.Line line, Register proposed, Register base) {
        return new Line(
                words.role(proposed.roles().containsKey(line.role()) ? proposed : base, line.role()),
                words.field(proposed.fields().containsKey(line.field()) ? proposed : base, line.field()),
                line.before(), line.after(), words.number(line.count()), words.number(line.askers()),
                line.examples());
    }
}
