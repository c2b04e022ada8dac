// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void writesNothingOfAFileThatIsNoBer() throws IOException {
        for (String hex : new String[] {"bf4f03" + "80014f" + "bf4f30" + "8001", "bf4f03" + "8005ff",
            "a0" + "84ffffffff", "bf4f", "80014f", "bf4f80" + "80014f", "a080".repeat(18)}) {
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
