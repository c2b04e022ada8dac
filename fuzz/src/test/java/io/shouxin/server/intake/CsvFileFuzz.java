// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import io.shouxin.server.intake.Mapping.Blank;
import io.shouxin.server.intake.Mapping.Column;
import io.shouxin.server.intake.Mapping.Encoding;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.vault.Customers.Existing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Customer files in any encoding: a row is taken as it stands, or rejected, or the file is refused. */
class CsvFileFuzz {

    private static final Map<String, Column> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("n", new Column("customer-number", Map.of(), true, Blank.SKIP));
        COLUMNS.put("m", new Column("name", Map.of(), true, Blank.REJECT));
        COLUMNS.put("s", new Column("state", Map.of("a", "1", "b", "2"), false, Blank.SKIP));
    }

    static Stream<byte[]> seeds() {
        return Seeds.of("0n,m,s\n1,\u674e,a\n2,,b\n", "1n,m,s\n\"1\",\"x\"\"y\",a\n", "2n,m,s\n1,x,a\n",
                "3\0n\0,\0m\0", "0n,m,s\n1,\"open", "0n;m;s\n1;2;3\n", "0n,m,s\r1,2,a\r\n", "0\"n\",m,s,s\n");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void takesARowAsItStandsOrSaysWhyNot(byte[] input) {
        Encoding encoding = Encoding.values()[(input.length == 0 ? 0 : input[0] & 0x7f) % Encoding.values().length];
        byte[] file = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        read(file, mapping(encoding)).ifPresent(chunks -> {
            long line = 0;
            for (int seq = 0; seq < chunks.size(); seq++) {
                Chunk chunk = chunks.get(seq);
                holds(chunk.seq() == seq, "pieces come in order and none is missing");
                holds(chunk.read() == chunk.rows().size() + chunk.rejected(), "each row is taken or rejected");
                for (Chunk.Row row : chunk.rows()) {
                    holds(row.line() > line, "rows come in order");
                    line = row.line();
                    holds(row.fields().containsKey("name"), "what must not be blank is there");
                    holds(Set.of("1", "2", "").contains(row.fields().getOrDefault("state", "")),
                            "a value is one of those listed");
                }
                chunk.rejects().forEach(reject -> holds(reject.reason().matches("[a-z.-]+"), "a reject has a text"));
            }
            again(chunks.stream().flatMap(chunk -> chunk.rows().stream()).toList());
        });
    }

    /** What was taken, written down properly, is taken again and is the same. */
    private static void again(List<Chunk.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("n,m,s\n");
        rows.forEach(row -> text.append(cell(row, "customer-number")).append(',').append(cell(row, "name")).append(',')
                .append(cell(row, "state").replace('1', 'a').replace('2', 'b')).append('\n'));
        List<Map<String, String>> second = read(text.toString().getBytes(StandardCharsets.UTF_8),
                mapping(Encoding.UTF_8)).orElseThrow().stream()
                .flatMap(chunk -> chunk.rows().stream()).map(Chunk.Row::fields).toList();
        holds(second.equals(rows.stream().map(Chunk.Row::fields).toList()), "a row reads back equal");
    }

    private static String cell(Chunk.Row row, String field) {
        return '"' + row.fields().getOrDefault(field, "").replace("\"", "\"\"") + '"';
    }

    private static Optional<List<Chunk>> read(byte[] file, Mapping mapping) {
        return Trial.of(file.length, Refused.class, Refused::key, () -> {
            List<Chunk> chunks = new ArrayList<>();
            try {
                CsvFile.read(new ByteArrayInputStream(file), mapping, chunks::add);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return chunks;
        });
    }

    private static Mapping mapping(Encoding encoding) {
        return new Mapping(new Mapping.Format(encoding, ',', '"', true), "service.open", Existing.UPDATE, COLUMNS,
                Map.of(), Set.of(), false);
    }
}
