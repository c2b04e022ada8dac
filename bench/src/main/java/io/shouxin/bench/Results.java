// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One table, as Markdown for people and JSON for programs. What a person wrote under "Note" in an earlier
 * Markdown stays there.
 */
final class Results {

    private static final String NOTE = "## Note\n";

    private final String name;
    private final String title;
    private final Map<String, String> facts;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    Results(String name, String title, Map<String, String> facts) {
        this.name = name;
        this.title = title;
        this.facts = new LinkedHashMap<>(facts);
    }

    /** Cells by heading, in the order of the columns; the same headings for each row. */
    void add(Map<String, Object> row) {
        rows.add(new LinkedHashMap<>(row));
        System.out.println("  " + row);
    }

    /** Rounded to three figures: more would only look exact. */
    static double figure(double value) {
        return value == 0 || Double.isNaN(value) ? 0
                : new java.math.BigDecimal(value, new java.math.MathContext(3)).doubleValue();
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("machine", facts);
        all.put("rows", rows);
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(folder.resolve(name + ".json"), json.writeValueAsString(all) + "\n");
        Path markdown = folder.resolve(name + ".md");
        String note = Files.exists(markdown) ? note(Files.readString(markdown)) : "";
        Files.writeString(markdown, table() + note);
    }

    private static String note(String before) {
        int at = before.indexOf(NOTE);
        return at < 0 ? "" : "\n" + before.substring(at);
    }

    private String table() {
        StringBuilder text = new StringBuilder("# ").append(title).append("\n\n");
        List<String> headings = List.copyOf(rows.get(0).keySet());
        text.append("| ").append(String.join(" | ", headings)).append(" |\n|")
                .append(" --- |".repeat(headings.size())).append('\n');
        for (Map<String, Object> row : rows) {
            text.append('|');
            headings.forEach(heading -> text.append(' ').append(cell(row.get(heading))).append(" |"));
            text.append('\n');
        }
        text.append('\n');
        facts.forEach((fact, value) -> text.append("- ").append(fact).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return number >= 100 ? String.format("%,d", Math.round(number)) : Double.toString(number);
        }
        return value instanceof Long number ? String.format("%,d", number) : String.valueOf(value);
    }
}
