// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import io.shouxin.core.policy.Problem;
import io.shouxin.core.policy.Reading;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.RegisterChanges;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks through a typed document and says everything about it at once. */
@Component
class DocumentCheck {

    private final Registers registers;
    private final ChangeWords changes;
    private final RegisterWords words;

    DocumentCheck(Registers registers, ChangeWords changes, RegisterWords words) {
        this.registers = registers;
        this.changes = changes;
        this.words = words;
    }

    /** Something about one line; line 0 is the reason given for the change. */
    record Line(int line, String path, String text) {

        public String anchor() {
            return line == 0 ? "reason" : "line-" + line;
        }
    }

    /** One line of the document as typed. */
    record Typed(int number, String text, boolean wrong, boolean doubtful) {}

    /**
     * @param checked false for a form nobody has sent yet
     * @param typed the document with its line numbers; empty while there is nothing to point at
     * @param changes what it would change; empty where it has problems
     */
    record Result(String yaml, String reason, boolean checked, List<Line> problems, List<Line> warnings,
            List<Typed> typed, List<ChangeWords.Sentence> changes) {

        static Result untouched(String yaml) {
            return new Result(yaml, "", false, List.of(), List.of(), List.of(), List.of());
        }

        public boolean sound() {
            return problems.isEmpty();
        }
    }

    /** @param reasonNeeded whether it is to be proposed now, and so has to say why */
    Result of(String yaml, String reason, boolean reasonNeeded) {
        List<Line> problems = new ArrayList<>();
        if (reasonNeeded && reason.isBlank()) {
            problems.add(new Line(0, "reason", words.of("register.propose.reason.missing")));
        }
        if (reason.length() > Registers.REASON_MAX) {
            problems.add(new Line(0, "reason", words.of("register.propose.reason.long", Registers.REASON_MAX)));
        }
        try {
            Reading reading = registers.check(yaml);
            reading.problems().forEach(one -> problems.add(line(one)));
            List<Line> warnings = reading.warnings().stream().map(this::line).toList();
            return new Result(yaml, reason, true, problems, warnings, typed(yaml, problems, warnings),
                    reading.register().map(this::changes).orElse(List.of()));
        } catch (Refused notYaml) {
            problems.add(new Line(Integer.parseInt(notYaml.arguments().get(0)), "",
                    words.of(notYaml.key(), notYaml.arguments().toArray())));
            return new Result(yaml, reason, true, problems, List.of(), typed(yaml, problems, List.of()), List.of());
        }
    }

    private Line line(Problem problem) {
        return new Line(problem.line(), problem.path(), words.problem(problem));
    }

    private List<ChangeWords.Sentence> changes(Register proposed) {
        Register present = registers.inForce().register();
        return changes.sentences(RegisterChanges.between(present, proposed), present, proposed);
    }

    private static List<Typed> typed(String yaml, List<Line> problems, List<Line> warnings) {
        Set<Integer> wrong = problems.stream().map(Line::line).collect(Collectors.toSet());
        Set<Integer> doubtful = warnings.stream().map(Line::line).collect(Collectors.toSet());
        if (wrong.isEmpty() && doubtful.isEmpty()) {
            return List.of();
        }
        List<String> lines = yaml.lines().toList();
        List<Typed> typed = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            typed.add(new Typed(i + 1, lines.get(i), wrong.contains(i + 1), doubtful.contains(i + 1)));
        }
        return typed;
    }
}
