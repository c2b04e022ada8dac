// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a golden file, an array of flat objects; core has no JSON library and needs none for this. */
public final class JsonRows {

    private static final Pattern OBJECT = Pattern.compile("\\{((?:[^\"{}]|\"(?:[^\"\\\\]|\\\\.)*+\")*+)}");
    private static final Pattern MEMBER =
            Pattern.compile("\"([^\"]+)\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^,\\s]+))");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private JsonRows() {}

    public static List<Map<String, String>> read(Path file) {
        List<Map<String, String>> rows = new ArrayList<>();
        Matcher object = OBJECT.matcher(text(file));
        while (object.find()) {
            Map<String, String> row = new LinkedHashMap<>();
            Matcher member = MEMBER.matcher(object.group(1));
            while (member.find()) {
                String bare = member.group(3);
                row.put(member.group(1), bare != null ? bare : unescaped(member.group(2)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(
                escape.group(1) != null ? String.valueOf((char) Integer.parseInt(escape.group(1), 16))
                        : letter(escape.group(2))));
    }

    private static String letter(String letter) {
        return switch (letter) {
            case "n" -> "\n";
            case "t" -> "\t";
            case "r" -> "\r";
            case "b" -> "\b";
            case "f" -> "\f";
            default -> letter;
        };
    }
}
