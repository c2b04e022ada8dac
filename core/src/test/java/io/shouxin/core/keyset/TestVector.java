// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shouxin.core.secret.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** One test vector of a file in testdata/ or of the Wycheproof project. */
public record TestVector(Map<String, Object> members) {

    /** The vectors of one type in a file below testdata/. */
    public static Stream<TestVector> ofType(String type, String file) {
        try {
            return tests(JsonText.parse(Files.readString(Path.of("../testdata", file))))
                    .filter(vector -> vector.text("type").equals(type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The vectors of a Wycheproof file; the test is skipped where the files are not at hand. */
    public static Stream<TestVector> wycheproof(String name) {
        Path file = Path.of(System.getProperty("shouxin.shared", "../../shared"), "data/crypto/wycheproof")
                .resolve(name + ".json.gz");
        assumeTrue(Files.exists(file), "The Wycheproof vectors are not here: set -Dshouxin.shared.");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            Object root = JsonText.parse(new String(in.readAllBytes(), UTF_8));
            return list(((Map<?, ?>) root).get("testGroups")).stream().flatMap(TestVector::tests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The vectors of a plain list below shared data; the test is skipped where the file is not at hand. */
    public static Stream<TestVector> shared(String name) {
        Path file = Path.of(System.getProperty("shouxin.shared", "../../shared"), "data").resolve(name);
        assumeTrue(Files.exists(file), "The file " + name + " is not here: set -Dshouxin.shared.");
        try {
            return list(JsonText.parse(Files.readString(file))).stream().map(TestVector::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<TestVector> tests(Object parent) {
        return list(((Map<?, ?>) parent).get("tests")).stream().map(TestVector::of);
    }

    @SuppressWarnings("unchecked") // The parser makes no other maps.
    private static TestVector of(Object test) {
        return new TestVector((Map<String, Object>) test);
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    public String text(String name) {
        return (String) members.get(name);
    }

    public long number(String name) {
        return (Long) members.get(name);
    }

    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    public SecretBytes secret(String name) {
        return SecretBytes.copyOf(bytes(name));
    }

    public List<TestVector> parts(String name) {
        return list(members.get(name)).stream().map(TestVector::of).toList();
    }

    public boolean isValid() {
        return text("result").equals("valid");
    }

    /** Names the vector in a test report. */
    @Override
    public String toString() {
        return members.getOrDefault("tcId", "") + " " + text("comment") + ", " + text("result");
    }
}
