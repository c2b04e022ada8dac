// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;

/** One row of texts as a CSV that a spreadsheet opens without running anything of it. */
public final class CsvLine {

    private CsvLine() {}

    /** Divided by commas, without a line end. */
    public static String of(List<String> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        String harmless = Spreadsheet.runs(bytes, 0, bytes.length) ? "'" + text : text;
        boolean marks = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return marks ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
