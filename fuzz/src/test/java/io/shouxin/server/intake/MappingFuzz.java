// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Register;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Mapping files that come with an import. */
class MappingFuzz {

    static final String VALID = """
            purpose: service.open
            existing: update
            encoding: utf-8
            separator: ";"
            columns:
              number: customer-number
              name: {field: name, blank: reject}
              phone: phone
              state: {field: note-free, values: {a: "1", b: "2"}, other: keep}
            ignore: [remark]
            unlisted: ignore
            """;
    private static final Register REGISTER = RegisterFile.sample();
    private static final byte[] BYTES = VALID.getBytes(StandardCharsets.UTF_8);

    static Stream<byte[]> seeds() {
        return Seeds.of(VALID, "{\"purpose\":\"service.open\",\"columns\":{\"1\":\"name\"},\"header\":false}",
                VALID.replace(";", "tab"), VALID.replace(";", "#"), VALID.replace("number: c", "\" name\": c"),
                "a: &a [b]\nc: *a\n", "%YAML 1.2\n---\n", "quote: \"'\"\ncolumns: {a: {}}\n", "columns: []\n");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void isAMappingThatWorksOrAListOfWhatIsWrong(byte[] input) {
        mapping(new String(input, StandardCharsets.UTF_8));
        mapping(new String(Edits.apply(BYTES, input), StandardCharsets.UTF_8));
    }

    private static void mapping(String text) {
        MappingReader.Reading reading =
                Trial.always(text.length(), () -> MappingReader.read(text, REGISTER, null));
        holds(reading.mapping().isPresent() == reading.problems().isEmpty(), "a mapping has no problem");
        reading.problems().forEach(problem -> holds(problem.line() >= 1 && problem.key().matches("[a-z.-]+"),
                "a problem has a line and a text"));
        holds(MappingReader.read(text, REGISTER, null).equals(reading), "a text is always read alike");
        reading.mapping().ifPresent(mapping -> works(text, mapping));
    }

    private static void works(String text, Mapping mapping) {
        Set<String> fields = new HashSet<>(mapping.constants().keySet());
        mapping.columns().values().forEach(column ->
                holds(fields.add(column.field()), "one column fills a field"));
        holds(REGISTER.fields().keySet().containsAll(fields), "a column is a field of the register");
        Set<String> collects = Set.copyOf(REGISTER.purposes().get(mapping.purpose()).collects());
        holds(REGISTER.fields().values().stream().filter(Field::required).map(Field::name)
                .filter(collects::contains).allMatch(fields::contains), "what must be there comes from somewhere");
        Trial.of(text.length(), Refused.class, Refused::key, () -> {
            try {
                CsvFile.read(new ByteArrayInputStream(new byte[] {'a', '\n', 'b', '\n'}), mapping, chunk -> { });
                return true;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
    }
}
