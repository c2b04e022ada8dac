// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.core.policy.Matrix;
import io.shouxin.core.policy.Problem;
import io.shouxin.core.policy.Reading;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.RegisterChanges;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import io.shouxin.server.problem.Refused;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Register documents that somebody proposes. */
class RegisterYamlFuzz {

    private static final byte[] SMALL = Seeds.file("testdata/policy/small.yaml");

    static Stream<byte[]> seeds() {
        return Stream.concat(Stream.of("small", "changed", "broken", "mistakes")
                        .map(name -> Seeds.file("testdata/policy/" + name + ".yaml")),
                Seeds.of("%YAML 1.2\n---\nformat: 1\n", "a: &a [b]\nc: *a\n", "\"\\U0010ffff\": !!binary x\n",
                        "? [a, b]\n: c\n", "{{{{{{{{", "- - - - - - - -\n", "<<: {format: 1}\n"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void isARegisterOrAListOfWhatIsWrong(byte[] input) {
        document(new String(input, StandardCharsets.UTF_8));
        document(new String(Edits.apply(SMALL, input), StandardCharsets.UTF_8));
    }

    private static void document(String text) {
        Trial.of(text.length(), Refused.class, Refused::key, () -> RegisterYaml.read(text)).ifPresent(reading -> {
            holds(reading.register().isPresent() == reading.problems().isEmpty(), "a register has no problem");
            long lines = text.codePoints().filter(RegisterYamlFuzz::isLineEnd).count() + 1;
            Stream.concat(reading.problems().stream(), reading.warnings().stream()).forEach(problem ->
                    holds(problem.line() >= 1 && problem.line() <= lines && Problem.keys().contains(problem.key()),
                            "a problem has a line of the document and a text"));
            Reading again = RegisterYaml.read(text);
            holds(again.equals(reading), "a document is always read alike");
            reading.register().ifPresent(register -> works(text, register));
        });
    }

    private static void works(String text, Register register) {
        holds(RegisterChanges.between(register, register).isEmpty(), "a register does not differ from itself");
        holds(Trial.always(text.length(), () -> Matrix.of(register)) != null, "a register can be shown");
        register.rules().forEach(rule -> holds(register.roles().containsKey(rule.role())
                && register.purposes().containsKey(rule.purpose()), "a rule names what the document declares"));
        register.fields().values().forEach(field -> holds(register.classes().containsKey(field.classCode()),
                "a field has a class of the document"));
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
