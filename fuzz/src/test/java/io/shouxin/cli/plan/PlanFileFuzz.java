// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.plan;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.cli.Failure;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.RowBatch;
import io.shouxin.core.plan.StepOutput;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans that say what is done to the columns of a file, and the hierarchies beside them. */
class PlanFileFuzz {

    static final String VALID = """
            format: shouxin-plan/1
            release: cdr
            recipient: lab
            columns:
              p: {do: pseudonym, type: msisdn}
              t: {do: token, form: imsi}
              s: {do: seal}
              d: {do: date-shift, person: p, days: 30}
              n: {do: noise, person: p, low: 0, high: 100, epsilon: 1}
              m: {do: mask, mask: phone}
              b: {do: generalise, width: 10}
              c: {do: generalise, hierarchy: cities.csv, level: 2}
              x: {do: code, bottom: 18, top: 80}
              k: {do: keep}
              g: {do: drop}
            """;
    private static final String CITIES = "hz;Hangzhou;Zhejiang;*\nnb;Ningbo;Zhejiang;*\n";
    private static final byte[] BYTES = VALID.getBytes(StandardCharsets.UTF_8);
    private static final byte[] CITY_BYTES = CITIES.getBytes(StandardCharsets.UTF_8);
    private static final ReleaseKey KEY = new ReleaseKey("cdr", LocalDate.of(2026, 11, 25),
            SecretBytes.copyOf("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
    private static final List<String> CELLS = List.of("16000001234", "460001234567890", "2026-11-25", "50", "hz", "",
            "\uFFFD", "=1+1");

    static Stream<byte[]> seeds() {
        return Seeds.of(VALID, CITIES, VALID.replace("msisdn", "imsi"), "\"a;b\";*\n\"\"\"\";*\n", "a;b;c\nd;e\n",
                "format: &a shouxin-plan/1\nrelease: *a\n", "columns: {a: {do: mask}, a: {do: drop}}\n",
                "columns: {a: {do: generalise, width: 1e308}}\n",
                "columns: {a: {do: date-shift, person: a, days: 0}}\n",
                "columns: [{a: {}}]\n", "- - - -\n", "? [a]\n: b\n", VALID + "\t");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void isAPlanThatWorksOrAListOfWhatIsWrong(byte[] input) {
        plan(new String(input, StandardCharsets.UTF_8), CITIES);
        plan(new String(Edits.apply(BYTES, input), StandardCharsets.UTF_8), CITIES);
        plan(VALID, new String(Edits.apply(CITY_BYTES, input), StandardCharsets.UTF_8));
        plan(VALID, new String(input, StandardCharsets.UTF_8));
    }

    private static void plan(String text, String hierarchy) {
        Plan.HierarchyFiles beside = name -> name.equals("cities.csv") ? Optional.of(hierarchy) : Optional.empty();
        int length = text.length() + hierarchy.length();
        Trial.of(length, Failure.class, () -> Yaml.tree(text)).ifPresent(tree -> {
            Plan.Reading reading = Trial.always(length, () -> Plan.read(tree, beside));
            holds(reading.plan().isPresent() == reading.problems().isEmpty(), "a plan has no problem");
            reading.problems().forEach(problem -> holds(problem.line() >= 1 && problem.key().matches("[a-z0-9.-]+")
                    && problem.arguments().size() == 2, "a problem has a line, a text and what is allowed"));
            holds(Plan.read(tree, beside).problems().equals(reading.problems()), "a text is always read alike");
            reading.plan().ifPresent(plan -> Trial.always(length, () -> works(plan)));
        });
    }

    /** Every cell comes out as something or is refused with a key, and none passes that the plan does not let pass. */
    private static boolean works(Plan plan) {
        List<String> header = plan.columns().stream().map(Plan.Column::name).toList();
        holds(Protection.misfit(plan, header).isNone(), "a plan fits the table it names");
        try (Protection protection = Protection.of(plan, header, KEY)) {
            RowBatch batch = batch(header.size());
            protection.run(batch);
            for (int column = 0; column < header.size(); column++) {
                StepOutput output = protection.output(column);
                for (int row = 0; output != null && row < batch.rows(); row++) {
                    String refusal = output.refusal(row);
                    holds(refusal == null || refusal.matches("[a-z0-9.-]+"), "a refusal says a key and nothing else");
                    holds(refusal != null || output.from(row) <= output.to(row)
                            && output.to(row) <= output.bytes().length, "what is not refused comes out");
                }
            }
        }
        return true;
    }

    private static RowBatch batch(int columns) {
        RowBatch batch = new RowBatch(columns);
        batch.data(String.join("", CELLS).getBytes(StandardCharsets.UTF_8));
        int start = 0;
        for (String cell : CELLS) {
            int end = start + cell.getBytes(StandardCharsets.UTF_8).length;
            if (!batch.isFull()) {
                for (int column = 0; column < columns; column++) {
                    batch.cell(column, start, end);
                }
                batch.endRow();
            }
            start = end;
        }
        return batch;
    }
}
