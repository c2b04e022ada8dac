// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.tabulate;

import static io.shouxin.cli.CommandLineFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabulateCommandTest {

    @TempDir
    private Path folder;
    private Path cities;
    private Path budget;

    @BeforeEach
    void values() throws IOException {
        cities = Files.writeString(folder.resolve("cities.csv"), "hz;Zhejiang;*\nnb;Zhejiang;*\nsh;Shanghai;*\n");
        budget = folder.resolve("people.budget");
    }

    @Test
    void leavesOutSmallCellsAndThoseByWhichTheyCouldBeComputed() throws IOException {
        Path file = table("city,plan\n" + "hz,a\n".repeat(20) + "hz,b\n".repeat(3) + "hz,=c\n".repeat(9)
                + "nb,a\n".repeat(11) + "nb,b\n".repeat(12) + "nb,=c\n".repeat(13));
        assertThat(run("tabulate", file, "--by", "plan", "--small", "5").out())
                .isEqualTo("plan,count\n'=c,22\na,31\nb,15\n*,68\n");
        Ended ended = run("tabulate", file, "--by", "city,plan", "--small", "5");
        assertThat(ended.exit()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).isEqualTo("city,plan,count\nhz,'=c,\nhz,a,20\nhz,b,\nnb,'=c,\nnb,a,11\nnb,b,\n"
                + "hz,*,32\nnb,*,36\n*,'=c,22\n*,a,31\n*,b,15\n*,*,68\n");
    }

    @Test
    void refusesTotalsThatGiveACellAway() throws IOException {
        Path file = table("city,plan\n" + "hz,a\n".repeat(20) + "sh,a\n".repeat(2));
        Ended ended = run("tabulate", file, "--by", "city,plan", "--small", "5");
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        assertThat(ended.err()).contains("A total is below 5");
        assertThat(ended.out()).isEmpty();
        assertThat(run("tabulate", table("city\nhz\nhz\n"), "--by", "city", "--small", "5").exit())
                .isEqualTo(Exit.INPUT);
    }

    @Test
    void takesNoiseFromABudgetThatIsKept() throws IOException {
        Path file = table("city\n" + "hz\n".repeat(1000) + "xx\n".repeat(500));
        Ended first = noisy(file, "--epsilon", "0.6", "--budget-total", "1");
        assertThat(first.exit()).as(first.err()).isEqualTo(Exit.DONE);
        assertThat(first.err()).contains("0.6 of the budget spent, 0.4 left",
                "Each row was taken for another person's");
        List<String> lines = first.out().lines().toList();
        assertThat(lines).extracting(line -> line.split(",")[0]).as("the values told and no others")
                .containsExactly("city", "hz", "nb", "sh", "*");
        assertThat(count(lines.get(1))).isBetween(950L, 1050L);
        assertThat(count(lines.get(2))).isBetween(0L, 50L);
        assertThat(count(lines.get(4))).isBetween(450L, 550L);
        Ended second = noisy(file, "--epsilon", "0.5");
        assertThat(second.exit()).isEqualTo(Exit.INPUT);
        assertThat(second.err()).contains("budget");
        assertThat(second.out()).isEmpty();
        assertThat(noisy(file, "--epsilon", "0.4").exit()).isEqualTo(Exit.DONE);
        assertThat(noisy(file, "--epsilon", "0.000001").exit()).isEqualTo(Exit.INPUT);
        assertThat(Files.readAllLines(budget)).hasSize(4).startsWith("shouxin-budget/1", "total 1")
                .last().asString().endsWith("0.400000 tabulate city");
    }

    @Test
    void aBudgetIsNeverMadeAnew() throws IOException {
        Path file = table("city\nhz\n");
        assertThat(noisy(file, "--epsilon", "0.5").err()).contains("--budget-total");
        noisy(file, "--epsilon", "0.5", "--budget-total", "0.5");
        Ended anew = noisy(file, "--epsilon", "0.5", "--budget-total", "2");
        assertThat(anew.exit()).isEqualTo(Exit.INPUT);
        assertThat(anew.err()).contains("has another total");
        Files.writeString(budget, Files.readString(budget).strip().replace("tabulate city", "tab"));
        Ended broken = noisy(file, "--epsilon", "0.1");
        assertThat(broken.exit()).isEqualTo(Exit.INPUT);
        assertThat(broken.err()).contains("a line of it is broken");
    }

    /** Without a limit one person with many records would be seen through any noise. */
    @Test
    void countsSoManyRowsOfAPerson() throws IOException {
        Path file = table("city,id,bill\n" + "hz,1,5\n".repeat(2000) + "nb,2,no number\n".repeat(3));
        Ended ended = noisy(file, "--epsilon", "20", "--budget-total", "20", "--person", "id", "--rows-each", "2",
                "--sum", "bill", "--low", "1", "--high", "3");
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.DONE);
        assertThat(ended.err()).contains("1,999 rows beyond --rows-each did not count");
        List<String> lines = ended.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("city,count,sum");
        assertThat(count(lines.get(1))).isBetween(0L, 6L);
        assertThat(Double.parseDouble(lines.get(1).split(",")[2])).isBetween(0.0, 12.0);
    }

    @Test
    void refusesWhatDoesNotGoTogether() throws IOException {
        Path file = table("city,b\nhz,1\n");
        for (List<String> options : List.of(List.of("--small", "1"), List.<String>of(), List.of("--epsilon", "1"),
                List.of("--small", "5", "--epsilon", "1"), List.of("--small", "5", "--person", "b"),
                List.of("--epsilon", "1", "--budget", "x"))) {
            assertThat(run(Stream.concat(Stream.of("tabulate", file, "--by", "city"),
                    options.stream()).toArray()).exit()).as(options.toString()).isEqualTo(Exit.USAGE);
        }
        assertThat(noisy(file, "--epsilon", "1", "--rows-each", "3").exit()).isEqualTo(Exit.USAGE);
        assertThat(noisy(file, "--epsilon", "1", "--sum", "b").exit()).isEqualTo(Exit.USAGE);
        assertThat(noisy(file, "--epsilon", "1.0000001", "--budget-total", "2").exit()).isEqualTo(Exit.INPUT);
        assertThat(run("tabulate", file, "--by", "town", "--small", "5").exit()).isEqualTo(Exit.INPUT);
        assertThat(run("tabulate", file, "--by", "city", "--small", "5", "-o", file, "--overwrite").exit())
                .isEqualTo(Exit.USAGE);
        assertThat(file).hasContent("city,b\nhz,1\n");
    }

    private Ended noisy(Path file, Object... more) {
        return run(Stream.concat(Stream.of("tabulate", file, "--by", "city",
                "--values", "city=" + cities, "--budget", budget), Arrays.stream(more)).toArray());
    }

    private static long count(String line) {
        return Long.parseLong(line.split(",")[1]);
    }

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }
}
