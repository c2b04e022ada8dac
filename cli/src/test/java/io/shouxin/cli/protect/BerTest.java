// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BerTest {

    /** An IMSI of the packet domain: 460004009724037, TBCD as call records have it. */
    private static final String IMSI = "8308" + "64004000794230f7";
    /** +86 160 0000 1234 as an AddressString. */
    private static final String MSISDN = "9608" + "91" + "686100001032f4";
    /** A rating group list, with an indefinite length inside. */
    private static final String VOLUMES = "ac80" + "3006" + "810105820106" + "0000";

    @TempDir
    private Path folder;
    private ProtectFixture fixture;
    private Path out;

    @BeforeEach
    void plan() {
        fixture = new ProtectFixture(folder);
        fixture.plan("79/0: {do: keep}", "79/3: {do: token, form: imsi}", "79/22: {do: token, form: phone}",
                "79/9: {do: drop}", "79/12: {do: keep}");
        out = folder.resolve("out.ber");
    }

    @Test
    void tokensKeepTheirFormAndTurnBack() throws IOException {
        byte[] record = bytes("bf4f1f" + "80014f" + IMSI + MSISDN + "a9068004" + "0a000001");
        Path in = Files.write(folder.resolve("in.ber"), record);
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "ber");
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.DONE);
        String made = HexFormat.of().formatHex(Files.readAllBytes(out));
        assertThat(made).startsWith("bf4f17" + "80014f" + "8308" + "6400").hasSize(2 * (3 + 0x17))
                .doesNotContain("64004000794230f7", "686100001032f4", "0a000001").contains("9608916861");
        Path back = folder.resolve("back.ber");
        fixture.run("reveal", out, "-o", back, "--format", "ber");
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(back)))
                .isEqualTo("bf4f17" + "80014f" + IMSI + MSISDN);
    }

    @Test
    void readsIndefiniteLengthsAndPadding() throws IOException {
        Path in = Files.write(folder.resolve("in.ber"),
                bytes("0000" + "bf4f80" + "80014f" + VOLUMES + "0000" + "ffff" + "bf4f03" + "80014f"));
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "ber");
        assertThat(ended.out()).contains("2 rows: 2 written");
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(out)))
                .isEqualTo("bf4f0d" + "80014f" + "ac08" + "3006810105820106" + "bf4f03" + "80014f");
    }

    @Test
    void leavesOutARecordWithAFieldThatThePlanDoesNotName() throws IOException {
        Path in = Files.write(folder.resolve("in.ber"),
                bytes("bf4f03" + "80014f" + "bf4f06" + "80014f" + "850101" + "bf4f04" + "83026400"));
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "ber");
        assertThat(ended.exit()).isEqualTo(Exit.PARTLY);
        assertThat(ended.out()).contains("3 rows: 1 written, 2 left out", "line 2, column 79/5: the plan does not name",
                "line 3, column 79/3: has not the length of an IMSI");
        assertThat(Files.readAllBytes(out)).isEqualTo(bytes("bf4f03" + "80014f"));
    }

    /** The fields of TS 32.298 are context-specific: another class is another field. */
    @Test
    void aTagOfAnotherClassIsNotTheOneThatThePlanNames() throws IOException {
        Path in = Files.write(folder.resolve("in.ber"), bytes("bf4f03" + "80014f" + "bf4f03" + "c0014f" + "bf4f03"
                + "00014f"));
        assertThat(fixture.run("protect", in, "-o", out, "--format", "ber").out()).contains("1 written, 2 left out");
        assertThat(Files.readAllBytes(out)).isEqualTo(bytes("bf4f03" + "80014f"));
    }

    /** A file as clause 6.1 of TS 32.297 has it, with a routeing filter and an extension; two records and one bad. */
    @Test
    void keepsTheHeadersOfAFileOfCallRecords() throws IOException {
        String record = "bf4f" + "15" + "80014f" + IMSI + "a9068004" + "0a000001";
        String bad = "bf4f" + "06" + "80014f" + "850101";
        String later = "bf4f80" + "80014f" + "0000";
        String records = "0018" + "8b" + "2f" + record + "0009" + "8b" + "2f" + bad
                + "0008" + "eb" + "2f" + "09" + later;
        Path in = Files.write(folder.resolve("in.cdr"), cdrFile(records, 3));
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "cdr");
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.PARTLY);
        assertThat(ended.out()).contains("3 rows: 2 written, 1 left out", "line 2, column 79/5");
        byte[] made = Files.readAllBytes(out);
        byte[] shell = cdrFile("0010" + "8b" + "2f" + "bf4f0d" + "80014f" + "8308" + "64" + "00".repeat(7)
                + "0006" + "eb" + "2f" + "09" + "bf4f03" + "80014f", 2);
        System.arraycopy(made, 74, shell, 74, 7);
        assertThat(made).as("but for the token").isEqualTo(shell);
        assertThat(HexFormat.of().formatHex(made)).doesNotContain("64004000794230f7");
        Path back = folder.resolve("back.cdr");
        fixture.run("reveal", out, "-o", back, "--format", "cdr");
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(back))).contains(IMSI);
    }

    @Test
    void refusesAFileWhoseHeadersAreWrong() throws IOException {
        String record = "0006" + "8b" + "2f" + "bf4f03" + "80014f";
        for (byte[] wrong : new byte[][] {bytes("bf4f03" + "80014f"), cdrFile(record, 2),
            Arrays.copyOf(cdrFile(record, 1), 60),
            cdrFile("0007" + "8b" + "2f" + "bf4f03" + "80014f" + "00", 1),
            cdrFile("0006" + "8b" + "4f" + "bf4f03" + "80014f", 1),
            cdrFile("0009" + "8b" + "2f" + "bf4f03" + "80014f", 1)}) {
            Path in = Files.write(folder.resolve("in.cdr"), wrong);
            Ended ended = fixture.run("protect", in, "-o", out, "--format", "cdr");
            assertThat(ended.exit()).as(HexFormat.of().formatHex(wrong)).isEqualTo(Exit.INPUT);
            assertThat(ended.err()).contains("Nothing was written");
            assertThat(out).doesNotExist();
        }
        assertThat(fixture.run("protect", "-", "-o", out, "--format", "cdr").exit()).isEqualTo(Exit.USAGE);
    }

    /** Each inner length was opened on the stack until that was full. */
    @Test
    void refusesLengthsWithinLengthsWithoutEnd() throws IOException {
        String deep = "a080".repeat(30_000);
        Path in = Files.write(folder.resolve("in.ber"), bytes("bf4f" + "82" + String.format("%04x", 60_000) + deep));
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "ber");
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        assertThat(ended.err()).contains("is no BER");
    }

    private static byte[] cdrFile(String records, int count) {
        String rest = "8b8b" + "c8e3a440" + "c8e3a440" + String.format("%08x", count) + "0000002a" + "00"
                + "0a".repeat(20) + "00" + "0004" + "61626364" + "0005" + "0102030405";
        int header = 8 + rest.length() / 2;
        return bytes(String.format("%08x%08x", header + records.length() / 2, header) + rest + records);
    }

    @Test
    void writesNothingOfAFileThatIsNoBer() throws IOException {
        for (String hex : new String[] {"bf4f03" + "80014f" + "bf4f30" + "8001", "bf4f03" + "8005ff",
            "a0" + "84ffffffff", "bf4f", "80014f", "bf4f80" + "80014f", "a080".repeat(18),
            "bf4f08" + "9f8181818103" + "014f", "bf8181818103" + "80014f"}) {
            Path in = Files.write(folder.resolve("in.ber"), bytes(hex));
            Ended ended = fixture.run("protect", in, "-o", out, "--format", "ber");
            assertThat(ended.exit()).as(hex).isEqualTo(Exit.INPUT);
            assertThat(ended.err()).contains("is no BER");
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void takesOnlyWhatARecordCanHold() throws IOException {
        Path in = Files.write(folder.resolve("in.ber"), bytes("bf4f03" + "80014f"));
        fixture.plan("79/3: {do: pseudonym, type: imsi}");
        assertThat(fixture.run("protect", in, "-o", out, "--format", "ber").err()).contains("Line 5", "79/3");
        fixture.plan("imsi: {do: drop}", "79/0: {do: keep}");
        assertThat(fixture.run("protect", in, "-o", out, "--format", "ber").exit()).isEqualTo(Exit.INPUT);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
