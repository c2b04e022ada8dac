// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shouxin.cli.CommandLineFixture;
import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that have to see all rows before the first can leave. */
class WholeTableCommandTest {

    private static final Path TELCO = Path.of(System.getProperty("shouxin.shared", "../../shared"),
            "data/telecom/Telco-Customer-Churn.csv");

    @TempDir
    private Path folder;
    private ProtectFixture fixture;
    private Path out;

    @BeforeEach
    void keys() {
        fixture = new ProtectFixture(folder);
        out = folder.resolve("out.csv");
    }

    private void plan(String groups, String... columns) {
        fixture.write("plan.yaml", "format: shouxin-plan/1\nrelease: r\nrecipient: lab\n" + groups + "\ncolumns:\n  "
                + String.join("\n  ", columns) + "\n");
    }

    @Test
    void generalisesAggregatesAndTellsHow() {
        plan("groups: {k: 2, suppress: 0.4}", "city: {do: generalise, level: least}", "bill: {do: aggregate, k: 2}",
                "note: {do: keep}");
        Path in = fixture.write("in.csv", "city,bill,note\nhz,10,a\nhz,20,b\nragged\nnb,x,c\nnb,30,d\n");
        Ended ended = fixture.run("protect", in, "-o", out);
        assertThat(out).hasContent("city,bill,note\nhz,20,a\nhz,20,b\n");
        assertThat(ended.exit()).isEqualTo(Exit.PARTLY);
        assertThat(ended.out()).contains("5 rows: 2 written, 3 left out", "line 4: too few", "line 5, column bill",
                "line 6: left out so that the groups are large enough",
                "k = 2 over the rows that left, at the least loss, 0.333", "1 row left out for it",
                "city: level 0 of 1, as it is");
        assertThat(fixture.run("protect", in, "-o", out, "--overwrite", "--json").out()).contains("\"suppressed\": 1",
                "\"k\": 2", "\"what\": \"value\"");
    }

    @Test
    void suppressionThatThePlanAskedForIsNoFault() {
        plan("groups: {k: 2, suppress: 0.5}", "city: {do: generalise, level: least}");
        Path in = fixture.write("in.csv", "city,\n".replace(",", "") + "hz\nhz\nnb\n");
        assertThat(fixture.run("protect", in, "-o", out).exit()).isEqualTo(Exit.DONE);
        assertThat(out).hasContent("city\nhz\nhz\n");
    }

    @Test
    void refusesAPipeAndWhatCannotBeHadAndWritesNothing() {
        plan("groups: {k: 3}", "city: {do: generalise, level: least}");
        Ended pipe = fixture.run("protect", "city\nhz\n".getBytes(UTF_8), "-", "-o", out);
        assertThat(pipe.exit()).isEqualTo(Exit.USAGE);
        assertThat(pipe.err()).contains("takes no pipe");
        Ended small = fixture.run("protect", fixture.write("in.csv", "city\nhz\nnb\n"), "-o", out);
        assertThat(small.exit()).isEqualTo(Exit.INPUT);
        assertThat(small.err()).contains("groups of this size cannot be had").doesNotContain("hz");
        assertThat(out).doesNotExist();
        assertThat(folder.resolve(".out.csv.part")).doesNotExist();
    }

    @Test
    void whatDoesNotTurnBackPassesAsItIs() {
        plan("groups: {k: 2}", "city: {do: generalise, level: least}", "p: {do: pseudonym, type: msisdn}");
        Path in = fixture.write("in.csv", "city,p\nhz,16000001234\nnb,16000001235\n");
        fixture.run("protect", in, "-o", out);
        Path back = folder.resolve("back.csv");
        assertThat(fixture.run("reveal", out, "-o", back).exit()).isEqualTo(Exit.DONE);
        assertThat(back).hasContent("city,p\n*,+8616000001234\n*,+8616000001235\n");
    }

    /** The same figures as assess has for it, and assess finds k kept in what came out. */
    @Test
    void reachesKFiveOnAPublishedTableOfCustomers() throws IOException {
        assumeThat(TELCO).as("No churn table here; -Dshouxin.shared=DIR names the folder above it.").exists();
        String[] columns = Files.lines(TELCO).findFirst().orElseThrow().split(",");
        for (int i = 0; i < columns.length; i++) {
            boolean quasi = columns[i].matches("gender|SeniorCitizen|tenure|Contract|PaymentMethod");
            String how = switch (columns[i]) {
                case "customerID" -> "drop";
                case "TotalCharges" -> "aggregate, k: 5, on-invalid: empty";
                default -> quasi ? "generalise, level: least" : "keep";
            };
            columns[i] = columns[i] + ": {do: " + how + "}";
        }
        plan("groups: {k: 5, suppress: 0.02}", columns);
        Ended ended = fixture.run("protect", TELCO, "-o", out);
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).contains("7,043 rows: 6,985 written, 58 left out", "tenure: level 3 of 5, bands of 20",
                "loss, 0.057");
        assertThat(CommandLineFixture.run("assess", out, "--quasi",
                "gender,SeniorCitizen,tenure,Contract,PaymentMethod", "--k", "5").exit()).isEqualTo(Exit.DONE);
    }
}
