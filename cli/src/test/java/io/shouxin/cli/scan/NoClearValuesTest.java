// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.Console;
import io.shouxin.cli.Words;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whatever a file is like, no report shows a value of it, and the file is as it was. */
class NoClearValuesTest {

    private static final Locale[] LANGUAGES = {Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE};

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56})
    void noReportShowsAValue(long seed, @TempDir Path folder) throws IOException {
        Random random = new Random(seed);
        List<String> values = new ArrayList<>();
        byte[] bytes = file(random, values).getBytes(random.nextBoolean() ? StandardCharsets.UTF_8
                : Charset.forName("GB18030"));
        if (random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
        }
        Path table = Files.write(folder.resolve("t.csv"), bytes);
        Path text = Files.write(folder.resolve("t.log"), bytes);
        for (Locale language : LANGUAGES) {
            Path page = folder.resolve("r.html");
            Path fields = folder.resolve("r.yaml");
            String shown = run(language, table.toString(), text.toString(), "--html", page.toString(), "--register",
                    fields.toString()) + run(language, "--json", table.toString(), text.toString());
            String all = shown + Files.readString(page) + Files.readString(fields);
            assertThat(values).as("seed %d", seed).noneMatch(all::contains);
            assertThat(all).contains("*");
        }
        assertThat(Files.readAllBytes(table)).isEqualTo(bytes);
        assertThat(Files.readAllBytes(text)).isEqualTo(bytes);
    }

    private static String run(Locale language, String... arguments) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), terminal, terminal, false);
        CommandLine command = new CommandLine(new ScanCommand(console, Words.in(language)));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((failed, line, parsed) -> {
            throw failed;
        });
        assertThat(command.execute(arguments)).isIn(0, 4);
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static String file(Random random, List<String> values) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "姓名,手机号,备注,密码\n" : "");
        for (int i = 0; i < 40; i++) {
            String phone = "160" + String.format("%08d", random.nextInt(100_000_000));
            String mail = "u" + random.nextInt(1_000_000_000) + "@example.com";
            String password = "Pw#" + random.nextInt(1_000_000_000);
            values.addAll(List.of(phone, mail, password));
            text.append("王小明,").append(phone).append(",\"密码：").append(password).append(" 邮箱").append(mail)
                    .append("\",").append(password);
            text.append(random.nextInt(8) == 0 ? ",多余" + phone : "").append(random.nextInt(20) == 0 ? "\"" : "")
                    .append('\n');
        }
        return text.toString();
    }
}
