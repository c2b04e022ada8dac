// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.plan;

import static io.shouxin.cli.CommandLineFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

    @TempDir
    private Path folder;

    @Test
    void proposesAPlanThatIsGoodAndExplainsItself() throws IOException {
        StringBuilder table = new StringBuilder("手机号码,姓名,imsi,备注,套餐,开户日期,费用\n");
        for (int i = 0; i < 60; i++) {
            table.append(16000000000L + i * 7919L).append(",王小明,46000123456").append(1000 + i)
                    .append(",\"客户来电 ").append(i).append("，回拨 1600000").append(1000 + i).append("\",")
                    .append(i % 3 == 0 ? "畅享" : "基础").append(",2024-01-0").append(1 + i % 9).append(',').append(i * 3)
                    .append(".50\n");
        }
        Path file = Files.writeString(folder.resolve("customers.csv"), table);
        Path plan = folder.resolve("plan.yaml");
        assertThat(run("plan", "init", file, "--release", "crm", "--recipient", "lab", "-o", plan).exit())
                .isEqualTo(Exit.DONE);
        String text = Files.readString(plan);
        assertThat(text).contains("\"手机号码\": {do: pseudonym, type: msisdn}", "\"姓名\": {do: drop}",
                "\"imsi\": {do: pseudonym, type: imsi}", "\"备注\": {do: drop}", "\"套餐\": {do: keep}",
                "\"开户日期\": {do: generalise, time: day}", "# Pseudonym: rows of one person stay together")
                .doesNotContain("16000007919", "王小明");
        Ended checked = run("plan", "check", plan);
        assertThat(checked.out()).contains("The plan is good: 7 columns.");
    }

    @Test
    void tellsEveryProblemInOneRun() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), """
                format: shouxin-plan/1
                release: crm
                recipient: lab
                columns:
                  pin: {do: token, form: digits-4-keep-0}
                  name: {do: hide}
                """);
        Ended ended = run("plan", "check", plan);
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        assertThat(ended.err()).contains("line 5, columns/pin/form: fewer than a million",
                "line 6, columns/name/do: hide is not known here; known are keep, drop", "The plan has 2 problems.");
        assertThat(run("plan", "check", plan, "--json").out()).contains("\"key\": \"token.ff1.small-domain\"");
        assertThat(run("plan", "check", plan, "--language", "zh").err()).contains("第 5 行 columns/pin/form：");
    }

    @Test
    void refusesWhatIsNoYamlAndWhatIsNoTable() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "format: [\n");
        assertThat(run("plan", "check", plan).err()).contains("is not YAML");
        Path loop = Files.writeString(folder.resolve("loop.yaml"), "a: &x\n  b: *x\n");
        assertThat(run("plan", "check", loop).exit()).isEqualTo(Exit.INPUT);
        assertThat(run("plan", "check", folder.resolve("none.yaml")).exit()).isEqualTo(Exit.INPUT);
        Path table = Files.writeString(folder.resolve("t.csv"), "a,a\n1,2\n");
        assertThat(run("plan", "init", table, "--release", "crm", "--recipient", "lab").err()).contains("Column 2");
    }

    @Test
    void leavesAnExistingPlanAsItIs() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "city\nx\nx\n");
        assertThat(run("plan", "init", table, "--release", "crm", "--recipient", "lab", "-o", table).exit())
                .isEqualTo(Exit.OUTPUT);
        assertThat(table).hasContent("city\nx\nx\n");
    }
}
