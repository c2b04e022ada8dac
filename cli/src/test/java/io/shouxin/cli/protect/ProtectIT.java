// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.Exit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own: little memory, killed half-way, on a full disk. */
class ProtectIT {

    private static final int ROWS_A_BLOCK = 5000;

    @TempDir
    private Path folder;
    private ProtectFixture fixture;
    private Path in;
    private Path out;
    private Charset charset = UTF_8;

    @BeforeEach
    void plan() {
        fixture = new ProtectFixture(folder);
        fixture.plan("caller: {do: pseudonym, type: msisdn}", "callee: {do: pseudonym, type: msisdn}",
                "imsi: {do: token, form: imsi}", "begin: {do: generalise, time: hour}", "name: {do: mask, mask: name}",
                "plan: {do: keep}", "note: {do: keep}");
        in = folder.resolve("in.csv");
        out = folder.resolve("out.csv");
    }

    private record Ended(int exit, String out) {}

    @Test
    void needsNoMoreMemoryForALargeTable() throws Exception {
        int rows = table(30, "x".repeat(9_000_000));
        assertThat(Files.size(in)).isGreaterThan(20_000_000);
        Ended ended = end(start(List.of("-Xmx64m", "-XX:+UseSerialGC"), "protect", in, "-o", out));
        assertThat(ended.out).contains(String.format("%,d rows: %,d written, 0 left out", rows, rows));
        assertThat(ended.exit).isEqualTo(Exit.DONE);
    }

    @Test
    void goesOnAfterItWasKilledAndShowsNoClearValueMeanwhile() throws Exception {
        table(60, "");
        goesOnAndComesOutTheSame();
    }

    @Test
    void goesOnInAnotherEncoding() throws Exception {
        charset = Charset.forName("GB18030");
        table(60, "");
        goesOnAndComesOutTheSame("--encoding", "gbk");
    }

    /** What was found of all rows is found again, and goes on with the row that it stopped at. */
    @Test
    void goesOnWithAPlanThatSeesAllRowsFirst() throws Exception {
        fixture.write("plan.yaml", "format: shouxin-plan/1\nrelease: r\nrecipient: lab\ngroups: {k: 50000}\ncolumns:\n"
                + "  caller: {do: drop}\n  callee: {do: drop}\n  imsi: {do: aggregate, k: 7}\n"
                + "  begin: {do: generalise, level: least}\n  name: {do: drop}\n"
                + "  plan: {do: keep}\n  note: {do: mask, mask: keep-2-2}\n");
        table(60, "");
        goesOnAndComesOutTheSame();
    }

    @Test
    void goesOnWithCallRecords() throws Exception {
        fixture.plan("79/0: {do: keep}", "79/3: {do: token, form: imsi}", "79/12: {do: keep}");
        byte[] record = new byte[1000];
        System.arraycopy(HexFormat.of().parseHex("bf4f8203e3" + "80014f" + "8308" + "64004000794230f7" + "ac8203d2"), 0,
                record, 0, 22);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(in))) {
            for (int i = 0; i < 50_000; i++) {
                file.write(record);
            }
        }
        goesOnAndComesOutTheSame("--format", "ber");
    }

    private void goesOnAndComesOutTheSame(Object... more) throws Exception {
        Process process;
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            process = start(List.of(), arguments(out, more));
            awaitNote(watch);
        }
        process.destroyForcibly().waitFor();
        assertThat(out).doesNotExist();
        Path part = folder.resolve(".out.csv.part");
        assertThat(part).exists();
        String clear = new String(Files.readAllBytes(part), ISO_8859_1);
        assertThat(clear.contains("1600000") || clear.contains(new String("王小明".getBytes(UTF_8), ISO_8859_1))
                || clear.contains(new String(HexFormat.of().parseHex("64004000794230f7"), ISO_8859_1))).isFalse();
        Ended second = end(start(List.of(), arguments(out, more)));
        assertThat(second.out).contains("went on at line");
        assertThat(second.exit).isEqualTo(Exit.DONE);
        Path whole = folder.resolve("whole.csv");
        Ended third = end(start(List.of(), arguments(whole, more)));
        assertThat(Files.mismatch(out, whole)).isEqualTo(-1);
        assertThat(second.out.lines().filter(line -> line.contains("written")).toList())
                .isEqualTo(third.out.lines().filter(line -> line.contains("written")).toList());
        assertThat(part).doesNotExist();
        assertThat(folder.resolve(".out.csv.part.note")).doesNotExist();
    }

    private Object[] arguments(Path target, Object... more) {
        return Stream.concat(Stream.of("protect", in, "-o", target), Stream.of(more)).toArray();
    }

    @Test
    void startsOverUnderAnotherPlan() throws Exception {
        table(60, "");
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = start(List.of(), "protect", in, "-o", out);
            awaitNote(watch);
            process.destroyForcibly().waitFor();
        }
        fixture.plan("caller: {do: drop}", "callee: {do: drop}", "imsi: {do: drop}", "begin: {do: drop}",
                "name: {do: drop}", "plan: {do: keep}", "note: {do: drop}");
        Ended ended = end(start(List.of(), "protect", in, "-o", out));
        assertThat(ended.out).doesNotContain("went on");
        try (Stream<String> lines = Files.lines(out)) {
            assertThat(lines.skip(1).distinct()).containsExactly("畅享");
        }
    }

    @Test
    void leavesNothingBehindOnAFullDisk() throws Exception {
        table(10, "");
        List<String> command = command(List.of(), "protect", in, "-o", out);
        String line = "ulimit -f 1000; exec "
                + String.join(" ", command.stream().map(word -> "'" + word + "'").toList());
        Ended ended = end(new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start());
        assertThat(ended.exit).isEqualTo(Exit.OUTPUT);
        assertThat(ended.out).contains("Cannot be written").doesNotContain("1600000");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "in.csv", "passphrase", "plan.yaml", "releases.keys");
        }
    }

    @Test
    void endsWhenNobodyReadsThePipe() throws Exception {
        table(10, "");
        List<String> command = command(List.of(), "protect", in, "-o", "-");
        String line = String.join(" ", command.stream().map(word -> "'" + word + "'").toList())
                + " 2>&1 >/dev/full";
        Ended ended = end(new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start());
        assertThat(ended.exit).isEqualTo(Exit.OUTPUT);
        assertThat(ended.out).contains("cannot be written any more");
    }

    private static void awaitNote(WatchService watch) throws InterruptedException {
        for (WatchKey key = watch.poll(60, TimeUnit.SECONDS); key != null; key = watch.poll(60, TimeUnit.SECONDS)) {
            if (key.pollEvents().stream().anyMatch(event -> ".out.csv.part.note".equals(event.context().toString()))) {
                return;
            }
            key.reset();
        }
        throw new AssertionError("It never noted how far it was.");
    }

    /** Blocks of rows, then one with a giant note; how many rows. */
    private int table(int blocks, String giant) throws IOException {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < ROWS_A_BLOCK; i++) {
            block.append(16000000000L + i).append(",+86").append(16000005000L + i)
                    .append(",46000123456").append(1000 + i).append(",20261125")
                    .append(String.format("%02d0000", i % 24)).append(",王小明,畅享,备注 ").append(i)
                    .append(" a longer text that nobody has to look at and that passes as it is\n");
        }
        byte[] bytes = block.toString().getBytes(charset);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(in))) {
            file.write("caller,callee,imsi,begin,name,plan,note\n".getBytes(UTF_8));
            for (int i = 0; i < blocks; i++) {
                file.write(bytes);
            }
            if (!giant.isEmpty()) {
                file.write(("16000000000,16000000001,460001234561000,20261125000000,王小明,畅享,\"" + giant + "\"\n")
                        .getBytes(UTF_8));
            }
        }
        return blocks * ROWS_A_BLOCK + (giant.isEmpty() ? 0 : 1);
    }

    private Process start(List<String> options, Object... arguments) throws IOException {
        return new ProcessBuilder(command(options, arguments)).redirectErrorStream(true).start();
    }

    private List<String> command(List<String> options, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                "io.shouxin.cli.Main", arguments[0].toString(), "--language", "en", "--plan",
                folder.resolve("plan.yaml").toString(), "--keys", fixture.keys.toString(), "--passphrase-file",
                fixture.passphrase.toString()));
        for (int i = 1; i < arguments.length; i++) {
            command.add(arguments[i].toString());
        }
        return command;
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out);
    }
}
