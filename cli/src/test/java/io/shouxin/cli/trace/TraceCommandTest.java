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
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void asksAServerOfWhichExportItIsACopy() throws IOException {
        try (Answering server = new Answering(200, "application/json", """
                {"cells": 42, "found": [{"ground": "certain", "canaries": 6, "ofCanaries": 7, "export": {
                 "id": "0b0e9f6a-7d1f-4c55-8b7e-2f4f3b1f0a01", "recipient": "bank", "purpose": "billing.settle",
                 "by": "ZW0001", "agreedBy": ["GB0001"], "beganAt": "2026-11-28T08:00:00Z"}}]}""")) {
            Ended ended = atServer(server);
            assertThat(ended.exit()).isEqualTo(Exit.DONE);
            assertThat(ended.out()).contains("42 values", "Certain", "0b0e9f6a-7d1f-4c55-8b7e-2f4f3b1f0a01", "to bank",
                    "ZW0001", "GB0001", "2026-11-28T08:00:00Z", "6 of 7");
            assertThat(server.asked()).isEqualTo("POST /api/v1/exports/trace Bearer sxk_audit.secret "
                    + Files.readString(folder.resolve("in.csv")));
            assertThat(atServer(server, "--json").out()).contains("\"ground\": \"certain\"", "\"agreedBy\": [");
        }
    }

    @Test
    void saysWhatAServerRefuses() throws IOException {
        try (Answering server = new Answering(403, "application/problem+json", """
                {"type": "urn:shouxin:problem:problem.forbidden", "title": "Not allowed", "status": 403,
                 "detail": "Why.", "next": "Ask for it."}""")) {
            Ended ended = atServer(server);
            assertThat(ended.exit()).isEqualTo(Exit.INPUT);
            assertThat(ended.err()).contains("Not allowed", "Ask for it.");
        }
        assertThat(run("trace", folder.resolve("in.csv"), "--server", "http://shouxin.example", "--service-key-file",
                key()).err()).contains("https://");
        assertThat(run("trace", folder.resolve("in.csv")).exit()).isEqualTo(Exit.USAGE);
        assertThat(run("trace", folder.resolve("in.csv"), "--server", "https://shouxin.example", "--recipient", "lab")
                .exit()).isEqualTo(Exit.USAGE);
    }

    private Ended atServer(Answering server, Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("trace", folder.resolve("in.csv"), "--server",
                server.address(), "--service-key-file", key()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray());
    }

    private Path key() throws IOException {
        return Files.writeString(folder.resolve("auditor.key"), "sxk_audit.secret\n");
    }

    private Ended trace(Path file) {
        return run("trace", file, "--recipient", "lab,bank", "--keys", keys, "--passphrase-file", passphrase);
    }
}
