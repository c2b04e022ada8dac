// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.trace;

import static io.shouxin.cli.CommandLineFixture.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {

    @TempDir
    private Path folder;
    private Path keys;
    private Path passphrase;

    @BeforeEach
    void release() throws IOException {
        keys = folder.resolve("releases.keys");
        passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
        run("keys", "create", "other", "--keys", keys, "--passphrase-file", passphrase);
        run("keys", "add", "cdr", "--keys", keys, "--passphrase-file", passphrase);
        StringBuilder table = new StringBuilder("phone,name\n");
        for (int i = 0; i < 20; i++) {
            table.append(16000000000L + i).append(",王小明\n");
        }
        Files.writeString(folder.resolve("in.csv"), table);
        for (String recipient : new String[] {"lab", "bank"}) {
            Path plan = Files.writeString(folder.resolve("plan.yaml"), "format: shouxin-plan/1\nrelease: cdr\n"
                    + "recipient: " + recipient
                    + "\ncolumns:\n  phone: {do: pseudonym, type: msisdn}\n  name: {do: keep}\n");
            run("protect", "--plan", plan, "--keys", keys, "--passphrase-file", passphrase, folder.resolve("in.csv"),
                    "-o", folder.resolve(recipient + ".csv"));
        }
    }

    @Test
    void namesReleaseAndRecipientOfAFileThatWasFoundOutside() {
        Ended ended = trace(folder.resolve("lab.csv"));
        assertThat(ended.exit()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).contains("20 pseudonyms were", "release cdr, recipient lab: 20 of 20")
                .doesNotContain("bank", "other", "16000000");
    }

    @Test
    void findsThemInAnyText() throws IOException {
        String one = Files.readAllLines(folder.resolve("bank.csv")).get(3).split(",")[0];
        Path text = folder.resolve("post.txt");
        Files.write(text, ("谁认识 “" + one + "”？ m1" + "0".repeat(26) + " x" + one).getBytes(Charset.forName("GB18030")));
        assertThat(trace(text).out()).contains("2 pseudonyms", "release cdr, recipient bank: 1 of 2");
        assertThat(run(("[" + one + "]").getBytes(UTF_8), "trace", "-", "--recipient", "bank", "--keys", keys,
                "--passphrase-file", passphrase, "--json").out()).contains("\"opened\": 1", "\"recipient\": \"bank\"");
    }

    @Test
    void saysWhenNothingOpens() throws IOException {
        Path text = Files.writeString(folder.resolve("post.txt"), "m1" + "0".repeat(26) + "\n");
        Ended ended = trace(text);
        assertThat(ended.exit()).isEqualTo(Exit.FOUND);
        assertThat(ended.out()).contains("None of them");
    }

    private Ended trace(Path file) {
        return run("trace", file, "--recipient", "lab,bank", "--keys", keys, "--passphrase-file", passphrase);
    }
}
