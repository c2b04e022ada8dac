// SPDX-License-Identifier: Apache-2.0
package io.shouxin.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What fuzzing begins with: the cases of testdata/, good and bad. */
public final class Seeds {

    private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");

    private Seeds() {
    }

    /** All values that a key has in a file of vectors, as they mean. */
    public static Stream<byte[]> texts(String file, String key) {
        return values(file, key).map(Seeds::unescaped).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** All values that a key has in a file of vectors, which writes them in hexadecimal. */
    public static Stream<byte[]> hex(String file, String key) {
        return values(file, key).filter(text -> text.length() % 2 == 0 && text.matches("[0-9a-f]*"))
                .map(HexFormat.of()::parseHex);
    }

    /** A file of the repository. */
    public static byte[] file(String path) {
        try {
            return Files.readAllBytes(ROOT.resolve(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Texts written down here. */
    public static Stream<byte[]> of(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> values(String file, String key) {
        String text = new String(file("testdata/" + file), StandardCharsets.UTF_8);
        // Possessive: the matcher takes a step of the stack for each choice it may come back to.
        Function<String, Matcher> find = Pattern.compile(
                "\"" + Pattern.quote(key) + "\": *\"((?:[^\"\\\\]++|\\\\.)*+)\"")::matcher;
        return find.apply(text).results().map(result -> result.group(1));
    }

    private static String unescaped(String json) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (json.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                i += 4;
            } else {
                int place = "btnfr".indexOf(json.charAt(i));
                text.append(place < 0 ? json.charAt(i) : "\b\t\n\f\r".charAt(place));
            }
        }
        return text.toString();
    }
}
