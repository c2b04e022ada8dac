// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.Console;
import io.shouxin.cli.Words;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HtmlReportTest {

    @TempDir
    private Path folder;

    @Test
    void whatAFileSaysIsTextAndNothingElse() throws IOException {
        String page = page("手机号,<img src=x onerror=alert(1)>,\"a\"\"'&\"\n16000001234,a,b\n16000001235,c,d\n",
                Locale.ENGLISH);
        assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;", "a&quot;&#39;&amp;").doesNotContain("<img");
    }

    @Test
    void standsAlone() throws IOException {
        String page = page("手机号\n16000001234\n", Locale.SIMPLIFIED_CHINESE);
        assertThat(page).startsWith("<!doctype html>\n<html lang=\"zh-CN\">")
                .contains("default-src 'none'", "<svg", "160****1234")
                .doesNotContain("<script", "http://", "https://", "url(", " style=");
    }

    @Test
    void drawsWhatItCounts() throws IOException {
        String page = page("手机号,姓名\n16000001234,王小明\n", Locale.ENGLISH);
        assertThat(page).contains("aria-label=\"level 3 sensitive\"", "<text class=\"n\" x=\"282\" y=\"45\">2</text>");
    }

    private String page(String table, Locale language) throws IOException {
        Path input = Files.writeString(folder.resolve("t.csv"), table);
        Path output = folder.resolve("r.html");
        PrintStream terminal = new PrintStream(new ByteArrayOutputStream(), true);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), terminal, terminal, false);
        new CommandLine(new ScanCommand(console, Words.in(language)))
                .execute(input.toString(), "--html", output.toString());
        return Files.readString(output);
    }
}
