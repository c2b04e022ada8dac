// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetTest {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message calls {
              optional binary phone (STRING);
              required int64 imsi;
              required int32 born (DATE);
              optional int64 begin (TIMESTAMP(MICROS,true));
              required int32 bill (DECIMAL(8,2));
              required double share;
              optional group where { optional int32 cell; repeated binary tags (STRING); }
              optional binary name (STRING);
            }
            """);

    @TempDir
    private Path folder;
    private ProtectFixture fixture;
    private Path in;
    private Path out;
    /** Of every row; null for one each. */
    private Binary name;

    @BeforeEach
    void plan() {
        fixture = new ProtectFixture(folder);
        fixture.plan("phone: {do: pseudonym, type: msisdn}", "imsi: {do: token, form: imsi}",
                "born: {do: generalise, time: year}", "begin: {do: generalise, time: hour}",
                "bill: {do: generalise, width: 50}", "share: {do: keep}", "where: {do: keep}", "name: {do: drop}");
        in = folder.resolve("in.parquet");
        out = folder.resolve("out.parquet");
    }

    @ParameterizedTest
    @EnumSource(value = CompressionCodecName.class, names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void takesEveryColumnAsThePlanSays(CompressionCodecName codec) throws IOException {
        write(codec, 3000);
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "parquet");
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).contains("3,000 rows: 3,000 written");
        List<Group> rows = read(out);
        assertThat(rows).hasSize(3000);
        Group row = rows.get(7);
        assertThat(row.getType().getFields()).extracting(field -> field.getName())
                .containsExactly("phone", "imsi", "born", "begin", "bill", "share", "where");
        assertThat(row.getString("phone", 0)).matches("m1[0-9a-z]{26}");
        assertThat(row.getString("imsi", 0)).startsWith("46000").hasSize(15).isNotEqualTo("460001234567007");
        assertThat(row.getString("born", 0)).isEqualTo("1949");
        assertThat(row.getString("begin", 0)).isEqualTo("2026-11-25T10");
        assertThat(row.getString("bill", 0)).isEqualTo("[50, 100)");
        assertThat(row.getDouble("share", 0)).isEqualTo(0.25);
        assertThat(row.getGroup("where", 0).getInteger("cell", 0)).isEqualTo(7);
        assertThat(row.getGroup("where", 0).getFieldRepetitionCount("tags")).isEqualTo(2);
        assertThat(rows.get(0).getFieldRepetitionCount("phone")).as("missing stays missing").isZero();
        String bytes = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("16000001", "fictional");
    }

    @Test
    void turnsBack() throws IOException {
        write(CompressionCodecName.ZSTD, 5);
        fixture.run("protect", in, "-o", out, "--format", "parquet");
        Path back = folder.resolve("back.parquet");
        assertThat(fixture.run("reveal", out, "-o", back, "--format", "parquet").exit()).isEqualTo(Exit.DONE);
        Group row = read(back).get(4);
        assertThat(row.getString("phone", 0)).isEqualTo("+8616000001004");
        assertThat(row.getString("imsi", 0)).isEqualTo("460001234567004");
        assertThat(row.getString("born", 0)).isEqualTo("1949");
    }

    @Test
    void leavesOutWhatIsRefused() throws IOException {
        write(CompressionCodecName.SNAPPY, 4);
        fixture.plan("phone: {do: pseudonym, type: imsi}", "imsi: {do: drop}", "born: {do: drop}", "begin: {do: drop}",
                "bill: {do: drop}", "share: {do: keep}", "where: {do: drop}",
                "name: {do: pseudonym, type: msisdn, on-invalid: hide}");
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "parquet");
        assertThat(ended.exit()).isEqualTo(Exit.PARTLY);
        assertThat(ended.out()).contains("4 rows: 1 written, 3 left out", "line 2, column phone",
                "1 cell hidden, column name").doesNotContain("fictional");
        assertThat(read(out).get(0).getString("name", 0)).isEqualTo("******");
    }

    @Test
    void takesAPlanThatSeesAllRowsFirst() throws IOException {
        write(CompressionCodecName.SNAPPY, 1500);
        fixture.write("plan.yaml", "format: shouxin-plan/1\nrelease: r\nrecipient: lab\ngroups: {k: 100}\ncolumns:\n"
                + "  phone: {do: pseudonym, type: msisdn}\n  imsi: {do: generalise, level: least}\n"
                + "  born: {do: keep}\n  begin: {do: drop}\n  bill: {do: aggregate, k: 3}\n"
                + "  share: {do: keep}\n  where: {do: drop}\n  name: {do: drop}\n");
        Ended ended = fixture.run("protect", in, "-o", out);
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.DONE);
        assertThat(ended.out()).contains("1,500 rows: 1,500 written", "imsi: level 1 of 5, bands of 100");
        List<Group> rows = read(out);
        assertThat(rows).extracting(row -> row.getString("bill", 0)).containsOnly("88.5");
        assertThat(rows.stream().collect(Collectors.groupingBy(row -> row.getString("imsi", 0),
                Collectors.counting())).values()).allMatch(size -> size >= 100);
    }

    /** Made into a text it would be another value than the file holds. */
    @Test
    void leavesOutBytesThatAreNoText() throws IOException {
        name = Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xFF});
        write(CompressionCodecName.SNAPPY, 3);
        fixture.plan("phone: {do: drop}", "imsi: {do: keep}", "born: {do: drop}", "begin: {do: drop}",
                "bill: {do: drop}", "share: {do: drop}", "where: {do: drop}", "name: {do: seal}");
        assertThat(fixture.run("protect", in, "-o", out).out()).contains("3 rows: 0 written, 3 left out",
                "line 2, column name: bytes that are not of this encoding");
    }

    @Test
    void tellsThatARunThatWasKilledIsStartedOver() throws IOException {
        write(CompressionCodecName.SNAPPY, 3);
        Path part = folder.resolve(".out.parquet.part");
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, "PAR1 and half of a row group");
        Ended ended = fixture.run("protect", in, "-o", out);
        assertThat(ended.out()).contains("it was started over", "3 rows: 3 written");
        assertThat(read(out)).hasSize(3);
        assertThat(part).doesNotExist();
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        Files.writeString(in, "PAR1 not really PAR1");
        Ended ended = fixture.run("protect", in, "-o", out, "--format", "parquet");
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        write(CompressionCodecName.SNAPPY, 3000);
        byte[] bytes = Files.readAllBytes(in);
        for (int i = 100; i < 2000; i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(in, bytes);
        ended = fixture.run("protect", in, "-o", out, "--format", "parquet");
        assertThat(ended.exit()).isEqualTo(Exit.INPUT);
        assertThat(ended.err()).contains("cannot be read as Parquet").doesNotContain("16000001");
        assertThat(out).doesNotExist();
        assertThat(fixture.run("protect", "-", "-o", out, "--format", "parquet").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void refusesToChangeWhatHasNoText() throws IOException {
        write(CompressionCodecName.SNAPPY, 1);
        fixture.plan("phone: {do: drop}", "imsi: {do: drop}", "born: {do: drop}", "begin: {do: drop}",
                "bill: {do: drop}", "share: {do: keep}", "where: {do: seal}", "name: {do: drop}");
        assertThat(fixture.run("protect", in, "-o", out, "--format", "parquet").err()).contains("The column where");
    }

    private void write(CompressionCodecName codec, int rows) throws IOException {
        Files.deleteIfExists(in);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(in))
                .withConf(new PlainParquetConfiguration()).withType(SCHEMA).withCompressionCodec(codec)
                .withCodecFactory(new ParquetCodecs()).build()) {
            for (int i = 0; i < rows; i++) {
                Group row = new SimpleGroup(SCHEMA);
                if (i > 0) {
                    row.append("phone", "1600000" + (1000 + i));
                }
                row.append("imsi", 460_001_234_567_000L + i).append("born", -7306).append("begin",
                        1_795_603_500_000_000L).append("bill", 8850).append("share", 0.25);
                row.addGroup("where").append("cell", i).append("tags", "a").append("tags", "b");
                row.append("name", name == null ? Binary.fromString("fictional " + i) : name);
                writer.write(row);
            }
        }
    }

    private static List<Group> read(Path file) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new ParquetReader.Builder<Group>(new LocalInputFile(file),
                new PlainParquetConfiguration()) {
            @Override
            protected ReadSupport<Group> getReadSupport() {
                return new GroupReadSupport();
            }
        }.withCodecFactory(new ParquetCodecs()).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
