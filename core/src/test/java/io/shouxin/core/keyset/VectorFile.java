// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of vectors is made by the build: what the code gives for its inputs, written in one form, is the file to
 * the byte. With {@code -Dshouxin.vectors.write=true} the file is written instead of compared.
 */
public final class VectorFile {

    private VectorFile() {}

    /** The results of one valid vector by the names of its members; bytes or text. */
    @FunctionalInterface
    public interface Maker {
        Map<String, Object> results(TestVector vector);
    }

    /** Compares a file below testdata/ with what its inputs give. */
    public static void isMade(String name, Maker maker) throws IOException {
        Path file = Path.of("../testdata", name);
        String text = Files.readString(file);
        Map<String, Object> root = TestVector.members(JsonText.parse(text));
        List<TestVector> made = new ArrayList<>();
        for (TestVector vector : new TestVector(root).parts("tests")) {
            Map<String, Object> members = new LinkedHashMap<>(vector.members());
            if (vector.isValid()) {
                maker.results(vector).forEach((member, value) -> {
                    assertThat(members).as("%s", vector).containsKey(member);
                    members.put(member, value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
                });
            }
            made.add(new TestVector(members));
        }
        String again = "{\n  \"comment\": " + json(root.get("comment")) + ",\n  \"tests\": [\n"
                + made.stream().map(VectorFile::block).collect(joining(",\n")) + "\n  ]\n}\n";
        if (Boolean.getBoolean("shouxin.vectors.write")) {
            Files.writeString(file, again);
        } else {
            assertThat(again).isEqualTo(text);
        }
    }

    private static String block(TestVector vector) {
        return vector.members().entrySet().stream()
                .map(member -> "      " + json(member.getKey()) + ": " + json(member.getValue()))
                .collect(joining(",\n", "    {\n", "\n    }"));
    }

    private static String json(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(VectorFile::json).collect(joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream().map(member -> json(member.getKey()) + ": " + json(member.getValue()))
                    .collect(joining(", ", "{", "}"));
        } else if (value instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
        return String.valueOf(value);
    }
}
