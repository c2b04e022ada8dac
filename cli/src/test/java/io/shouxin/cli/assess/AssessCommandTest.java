// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.assess;

import static io.shouxin.cli.CommandLineFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessCommandTest {

    private static final Path TELCO = Path.of(System.getProperty("shouxin.shared", "../../shared"),
            "data/telecom/Telco-Customer-Churn.csv");

    @TempDir
    private Path folder;

    @Test
    void measuresWhatCanBeCountedByHand() throws IOException {
        Path file = write("city,age,bill\nhz,20,a\nhz,20,a\nhz,30,b\nnb,20,a\nnb,20,b\nnb,20,c\n");
        Ended ended = run("assess", file, "--quasi", "city,age", "--sensitive", "bill");
        assertThat(ended.exit()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).contains("16.7% of the rows are alone", "k = 1, 3 groups",
                "at most 100.0%; 6 rows (100.0%) above 20.0%",
                "50.0% guessed right on average", "without city (2 values): 16.7%", "without age (2 values): 0.0%",
                "l-diversity 1 distinct");
    }

    @Test
    void endsWithOneWhereTheGoalIsNotMetAndSaysHowToMeetIt() throws IOException {
        StringBuilder table = new StringBuilder("age,city\n");
        for (int i = 0; i < 100; i++) {
            table.append(20 + i % 50).append(",hz\n");
        }
        Path file = write(table.toString());
        Ended ended = run("assess", file, "--quasi", "age", "--k", "5");
        assertThat(ended.exit()).isEqualTo(Exit.FOUND);
        assertThat(ended.out()).contains("k = 5 is reached at the least loss", "age: level 1 of 5, bands of 5",
                "k = 10, 10 groups");
        assertThat(run("assess", file, "--quasi", "age", "--k", "2").exit()).isEqualTo(Exit.DONE);
        assertThat(run("assess", file, "--quasi", "age", "--k", "200").out()).contains("cannot be reached");
    }

    @Test
    void takesAHierarchyInArxForm() throws IOException {
        Path file = write("cell\na1\na2\nb1\nb2\n");
        Path cells = Files.writeString(folder.resolve("cells.csv"), "a1;a;*\na2;a;*\nb1;b;*\nb2;b;*\n");
        assertThat(run("assess", file, "--quasi", "cell", "--k", "2", "--hierarchy", "cell=" + cells).out())
                .contains("cell: level 1 of 2, by its hierarchy");
        Files.writeString(cells, "a1;a;*\n");
        Ended lacking = run("assess", file, "--quasi", "cell", "--k", "2", "--hierarchy", "cell=" + cells);
        assertThat(lacking.exit()).isEqualTo(Exit.INPUT);
        assertThat(lacking.err()).contains("is not in the hierarchy").doesNotContain("b1");
    }

    @Test
    void asksAJournalistAndFollowsTrajectories() throws IOException {
        Path file = write("city,id,place,hour\nhz,1,x,8\nhz,1,y,9\nnb,2,x,8\nnb,2,z,9\n");
        Path people = Files.writeString(folder.resolve("people.csv"), "city\nhz\nhz\nhz\nhz\nnb\nnb\n");
        Ended ended = run("assess", file, "--quasi", "city", "--population", people, "--person", "id", "--place",
                "place", "--time", "hour");
        assertThat(ended.out()).contains("journalist's risk: at most 50.0%, 37.5% on average",
                "2 known points single out 100.0% of 2 people");
        Files.writeString(people, "city\nhz\nhz\n");
        assertThat(run("assess", file, "--quasi", "city", "--population", people).err()).contains("not the population");
    }

    @Test
    void refusesWhatCannotBeMeasured() throws IOException {
        Path file = write("city,age\nhz,20\n");
        assertThat(run("assess", file, "--quasi", "town").err()).contains("no single column of this name: town");
        assertThat(run("assess", file, "--quasi", "city", "--k", "1").exit()).isEqualTo(Exit.USAGE);
        assertThat(run("assess", file, "--quasi", "city", "--suppress", "0.1").exit()).isEqualTo(Exit.USAGE);
        assertThat(run("assess", file, "--quasi", "city", "--person", "age").exit()).isEqualTo(Exit.USAGE);
        assertThat(run("assess", file, "--quasi", "city", "--sensitive", "city").exit()).isEqualTo(Exit.USAGE);
        assertThat(run("assess", write("city\n"), "--quasi", "city").exit()).isEqualTo(Exit.INPUT);
        assertThat(run("assess", write("city,b\nhz\nhz,1\n"), "--quasi", "city").exit()).isEqualTo(Exit.PARTLY);
    }

    @Test
    void drawsAPageThatStandsAlone() throws IOException {
        Path file = write("<img src=x>,id,place,hour\nhz,1,x,8\nnb,2,x,8\n");
        Path page = folder.resolve("risk.html");
        run("assess", file, "--quasi", "<img src=x>", "--k", "2", "--person", "id", "--place", "place", "--time",
                "hour", "--html", page, "--language", "zh");
        assertThat(Files.readString(page)).startsWith("<!doctype html>\n<html lang=\"zh-CN\">")
                .contains("default-src 'none'", "<svg", "重标识风险评估", "&lt;img src=x&gt;")
                .doesNotContain("<script", "<img", "http://", "https://", "url(", " style=");
    }

    /** The figures were counted with another program. */
    @Test
    void reachesKFiveOnAPublishedTableOfCustomers() {
        assumeThat(TELCO).as("No churn table here; -Dshouxin.shared=DIR names the folder above it.").exists();
        Ended ended = run("assess", TELCO, "--quasi", "gender,SeniorCitizen,tenure,Contract,PaymentMethod", "--k", "5",
                "--suppress", "0.02", "--json");
        assertThat(ended.out()).contains("\"rows\": 7043", "\"classes\": 1895", "\"rowsAboveThreshold\": 2977",
                "\"what\": \"bands 20\"", "\"suppressed\": 58", "\"combinations\": 96");
        assertThat(ended.exit()).isEqualTo(Exit.FOUND);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }
}
