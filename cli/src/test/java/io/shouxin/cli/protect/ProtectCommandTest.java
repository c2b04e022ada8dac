// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectCommandTest {

    @TempDir
    private Path folder;
    private ProtectFixture fixture;
    private Path out;

    @BeforeEach
    void keys() {
        fixture = new ProtectFixture(folder);
        out = folder.resolve("out.csv");
    }

    @Test
    void writesRowsAndTellsWhatHappenedToEach() throws IOException {
        fixture.plan("phone: {do: pseudonym, type: msisdn}", "name: {do: drop}", "note: {do: keep}");
        Path in = fixture.write("in.csv", "phone,name,note\n16000001234,王小明,a\nbad,李四,b\n16000001234,王五\n"
                + "\n+8616000001234,赵六,\"c, \"\"d\"\"\ne\"\n");
        Ended ended = fixture.run("protect", in, "-o", out, "--rejects", folder.resolve("rejects.csv"));
        assertThat(ended.exit()).isEqualTo(Exit.PARTLY);
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0)).isEqualTo("phone,note");
        String pseudonym = lines.get(1).split(",")[0];
        assertThat(pseudonym).matches("m1[0-9a-z]{26}");
        assertThat(Files.readString(out)).isEqualTo("phone,note\n" + pseudonym + ",a\n" + pseudonym
                + ",\"c, \"\"d\"\"\ne\"\n");
        assertThat(ended.out()).contains("4 rows: 2 written, 2 left out", "line 3, column phone: is not a phone number",
                "line 4: too few or too many cells", "1 blank line passed over").doesNotContain("bad", "王");
        assertThat(folder.resolve("rejects.csv")).hasContent(
                "line,column,reason\n3,\"phone\",value.phone.not-a-number\n4,,row.ragged\n");
        assertThat(in).hasContent("phone,name,note\n16000001234,王小明,a\nbad,李四,b\n16000001234,王五\n"
                + "\n+8616000001234,赵六,\"c, \"\"d\"\"\ne\"\n");
    }

    @Test
    void emptiesOrHidesAsThePlanSays() {
        fixture.plan("a: {do: pseudonym, type: msisdn, on-invalid: empty}",
                "b: {do: token, form: imsi, on-invalid: hide}");
        Path in = fixture.write("in.csv", "a,b\nx,y\n,\n");
        Ended ended = fixture.run("protect", in, "-o", out);
        assertThat(out).hasContent("a,b\n,******\n,\n");
        assertThat(ended.exit()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).contains("1 cell emptied, column a: is not a phone number",
                "1 cell hidden, column b");
    }

    @Test
    void neutralisesWhatASpreadsheetWouldRun() {
        fixture.plan("a: {do: keep}", "b: {do: mask, mask: keep-9-9}");
        Path in = fixture.write("in.csv", "a,b\n=1+1,\n@SUM(A1),\n\"\t=1\",\n+1-cmd,\n-cmd|' /C calc'!A0,\n"
                + "\"\r=2\",\n＝1,\n＠x,\n-12.5,\n+8616000001234,\n-,\na=b,\n\"=\"\"x\"\"\",\n");
        Ended ended = fixture.run("protect", in, "-o", out, "--separator", ",");
        assertThat(out).content().isEqualTo("a,b\n'=1+1,\n'@SUM(A1),\n\"'\t=1\",\n'+1-cmd,\n'-cmd|' /C calc'!A0,\n"
                + "\"'\r=2\",\n'＝1,\n'＠x,\n-12.5,\n+8616000001234,\n-,\na=b,\n\"'=\"\"x\"\"\",\n");
        assertThat(ended.out()).contains("9 cells that a spreadsheet would run");
    }

    @ParameterizedTest
    @CsvSource({"GB18030, gbk", "UTF-16LE, utf-16le", "UTF-16BE, utf-16be"})
    void takesAnEncodingThatIsTold(String written, String told) throws IOException {
        fixture.plan("名: {do: keep}", "phone: {do: drop}");
        Path in = Files.write(folder.resolve("in.csv"),
                "名,phone\n杭州，西湖,16000001234\n".getBytes(Charset.forName(written)));
        Ended guessed = fixture.run("protect", in, "-o", out);
        assertThat(guessed.exit()).as("never guessed").isEqualTo(Exit.INPUT);
        assertThat(guessed.err()).contains("--encoding");
        assertThat(out).doesNotExist();
        assertThat(fixture.run("protect", in, "-o", out, "--encoding", told).exit()).isEqualTo(Exit.DONE);
        assertThat(out).hasContent("名\n杭州，西湖\n");
    }

    @Test
    void takesAMarkAtItsWordAndKeepsIt() throws IOException {
        fixture.plan("名: {do: keep}");
        Path in = Files.write(folder.resolve("in.csv"), "\uFEFF名\n杭州\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(fixture.run("protect", in, "-o", out).exit()).isEqualTo(Exit.DONE);
        assertThat(Files.readString(out)).isEqualTo("\uFEFF名\n杭州\n");
    }

    @Test
    void leavesOutRowsWithBytesOfNoEncoding() throws IOException {
        fixture.plan("a: {do: keep}", "b: {do: keep}");
        byte[] bytes = "a,b\n杭州,1\n??,2\n".getBytes(UTF_8);
        bytes[bytes.length - 5] = (byte) 0xC3;
        Path in = Files.write(folder.resolve("in.csv"), bytes);
        assertThat(fixture.run("protect", in, "-o", out, "--encoding", "utf-8").out())
                .contains("line 3: bytes that are not of this encoding");
        assertThat(out).hasContent("a,b\n杭州,1\n");
        byte[] gbk = "a,b\n杭州,1\n??,2\n".getBytes("GB18030");
        gbk[gbk.length - 5] = (byte) 0xFF;
        Files.write(in, gbk);
        assertThat(fixture.run("protect", in, "-o", out, "--encoding", "gbk", "--overwrite").out())
                .contains("line 3: bytes that are not of this encoding");
    }

    @Test
    void refusesATableThatThePlanDoesNotFit() {
        fixture.plan("phone: {do: keep}", "gone: {do: drop}");
        Path in = fixture.write("in.csv", "phone,secret\n1,2\n");
        Ended ended = fixture.run("protect", in, "-o", out);
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        assertThat(ended.err()).contains("Not in the plan: secret.", "Not in the table: gone.");
        assertThat(out).doesNotExist();
        fixture.write("in.csv", "16000001234,zhang@example.com,电话,杭州市西湖区示例路1号\n");
        assertThat(fixture.run("protect", in, "-o", out).err()).contains("******, ******, 电话, ******")
                .doesNotContain("16000001234", "zhang", "示例路");
        fixture.write("in.csv", "phone,phone\n");
        assertThat(fixture.run("protect", in, "-o", out).err()).contains("same name");
        fixture.write("in.csv", "\n\n");
        assertThat(fixture.run("protect", in, "-o", out).exit()).isEqualTo(Exit.INPUT);
        assertThat(left()).doesNotContain(".out.csv.part");
    }

    @Test
    void readsAndWritesPipes() {
        fixture.plan("phone: {do: pseudonym, type: msisdn}");
        Ended ended = fixture.run("protect", "phone\n16000001234\n".getBytes(UTF_8), "-", "-o", "-");
        assertThat(ended.exit()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).matches("phone\nm1[0-9a-z]{26}\n");
        assertThat(ended.err()).contains("1 row: 1 written");
    }

    @Test
    void writesForTheOwnerAloneAndNeverOverAnInput() throws IOException {
        fixture.plan("a: {do: keep}");
        Path in = fixture.write("in.csv", "a\nx\n");
        assertThat(fixture.run("protect", in, "-o", in, "--overwrite").exit()).isEqualTo(Exit.USAGE);
        assertThat(in).hasContent("a\nx\n");
        assertThat(fixture.run("protect", in, "-o", out).exit()).isEqualTo(Exit.DONE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out))).isEqualTo("rw-------");
        Ended again = fixture.run("protect", in, "-o", out);
        assertThat(again.exit()).isEqualTo(Exit.OUTPUT);
        assertThat(again.err()).contains("exists already");
        assertThat(fixture.run("protect", in, "-o", folder.resolve("none/out.csv")).exit()).isEqualTo(Exit.OUTPUT);
        assertThat(left()).containsExactlyInAnyOrder("in.csv", "out.csv", "passphrase", "plan.yaml", "releases.keys");
    }

    @Test
    void keepsAnEmptyCellThatIsARowByItself() {
        fixture.plan("a: {do: keep}", "b: {do: drop}");
        Path in = fixture.write("in.csv", "a,b\n,1\nx,2\n");
        fixture.run("protect", in, "-o", out);
        assertThat(out).hasContent("a\n\"\"\nx\n");
    }

    @Test
    void reportsAsJson() {
        fixture.plan("a: {do: keep}", "b: {do: token, form: imsi}");
        Path in = fixture.write("in.csv", "a,b\nx,y\n");
        assertThat(fixture.run("protect", in, "-o", out, "--json").out()).contains("\"rows\": 1", "\"written\": 0",
                "\"rejected\": 1", "\"reason\": \"value.imsi.not-a-number\"", "\"b\": \"token\"", "\"line\": 2");
    }

    @Test
    void turnsBackForThoseWhoHoldTheKeys() throws IOException {
        fixture.plan("phone: {do: pseudonym, type: msisdn}", "id: {do: token, form: resident-id}",
                "born: {do: date-shift, person: phone, days: 60}", "note: {do: seal}", "name: {do: drop}");
        Path in = fixture.write("in.csv", "phone,id,born,note,name\n"
                + "+8616000001234,11010519491231002X,1949-12-31,\"备注, 一\",王小明\n");
        fixture.run("protect", in, "-o", out);
        assertThat(Files.readString(out)).doesNotContain("16000001234", "11010519491231002X", "1949-12-31", "备注");
        Path back = folder.resolve("back.csv");
        Ended ended = fixture.run("reveal", out, "-o", back);
        assertThat(ended.exit()).isEqualTo(Exit.DONE);
        assertThat(back).hasContent("phone,id,born,note\n+8616000001234,11010519491231002X,1949-12-31,\"备注, 一\"\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(back))).isEqualTo("rw-------");
    }

    @Test
    void turnsNothingBackThatIsNotOfThisKey() {
        fixture.plan("phone: {do: pseudonym, type: msisdn}", "x: {do: keep}");
        Path in = fixture.write("in.csv", "phone,x\nm1" + "0".repeat(26) + ",1\n16000001234,2\n");
        Ended ended = fixture.run("reveal", in, "-o", out);
        assertThat(out).hasContent("phone,x\n,1\n,2\n");
        assertThat(ended.out()).contains("2 cells emptied, column phone: was not made under this key");
    }

    @Test
    void needsTheKeyOfTheRelease() {
        fixture.write("plan.yaml", "format: shouxin-plan/1\nrelease: other\nrecipient: lab\ncolumns:\n"
                + "  a: {do: seal}\n");
        Path in = fixture.write("in.csv", "a\nx\n");
        Ended ended = fixture.run("protect", in, "-o", out);
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        assertThat(ended.err()).contains("no key of this release");
        assertThat(left()).doesNotContain("out.csv", ".out.csv.part");
    }

    /** It was read on and on: a buffer that is full takes no more bytes, and that is no end of the file. */
    @Test
    void refusesARowOfNamesThatNeverEnds() throws IOException {
        fixture.plan("a: {do: keep}");
        byte[] giant = new byte[CsvCells.ROW_MAX + 1000];
        Arrays.fill(giant, (byte) 'x');
        Path in = Files.write(folder.resolve("in.csv"), giant);
        Ended ended = assertTimeoutPreemptively(Duration.ofSeconds(60),
                () -> fixture.run("protect", in, "-o", out));
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        assertThat(ended.err()).contains("no first row that names the columns");
    }

    @Test
    void neverReplacesAHierarchyThatThePlanNames() throws IOException {
        Path cells = fixture.write("cells.csv", "a;*\n");
        fixture.plan("c: {do: generalise, hierarchy: cells.csv, level: 1}");
        Path in = fixture.write("in.csv", "c\na\n");
        assertThat(fixture.run("protect", in, "-o", cells, "--overwrite").exit()).isEqualTo(Exit.USAGE);
        assertThat(cells).hasContent("a;*\n");
    }

    @Test
    void writesNothingThroughAPartThatSomebodyElseLaidThere() throws IOException {
        fixture.plan("a: {do: keep}");
        Path in = fixture.write("in.csv", "a\nx\n");
        Path theirs = fixture.write("theirs", "untouched");
        Path part = folder.resolve(".out.csv.part");
        Files.createSymbolicLink(part, theirs);
        assertThat(fixture.run("protect", in, "-o", out).exit()).isEqualTo(Exit.OUTPUT);
        assertThat(theirs).hasContent("untouched");
        Files.delete(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        assertThat(fixture.run("protect", in, "-o", out).err()).contains("others may read it");
        assertThat(out).doesNotExist();
    }

    @Test
    void tellsThatItStartedOver() throws IOException {
        fixture.plan("a: {do: keep}");
        Path in = fixture.write("in.csv", "a\nx\n");
        Files.writeString(Files.createFile(folder.resolve(".out.csv.part"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------"))), "a\nleft by a run that was killed\n");
        assertThat(fixture.run("protect", in, "-o", out).out()).contains("it was started over");
        assertThat(out).hasContent("a\nx\n");
        assertThat(fixture.run("protect", in, "-o", out, "--overwrite", "--json").out())
                .contains("\"startedOver\": false");
    }

    private List<String> left() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
