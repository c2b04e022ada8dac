// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.server.export.ExportJob.Format;

import de.siegmar.fastcsv.writer.CsvWriter;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Rows as bytes of the file: CSV by RFC 4180 with a header line, or a JSON object a line; UTF-8 without a mark. */
@Component
class RowWriter {

    private final JsonMapper json;

    RowWriter(JsonMapper json) {
        this.json = json;
    }

    /** What stands before the first row. */
    byte[] head(Format format, List<String> fields) {
        return format == Format.CSV ? csv(List.of(fields.toArray(String[]::new))) : new byte[0];
    }

    /** @param rows by field; what a row has nothing of is empty in CSV and not there in JSON */
    byte[] rows(Format format, List<String> fields, List<SortedMap<String, String>> rows) {
        return switch (format) {
            case CSV -> csv(rows.stream().map(row ->
                    fields.stream().map(field -> harmless(row.getOrDefault(field, ""))).toArray(String[]::new))
                    .toArray(String[][]::new));
            case JSON_LINES -> lines(fields, rows);
        };
    }

    private static byte[] csv(List<String> record) {
        return csv(record.toArray(String[]::new));
    }

    private static byte[] csv(String[]... records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(bytes, UTF_8))) {
            for (String[] record : records) {
                csv.writeRecord(record);
            }
        } catch (java.io.IOException e) {
            throw new IllegalStateException("Memory takes everything.", e);
        }
        return bytes.toByteArray();
    }

    /** A spreadsheet runs what begins like a formula; a number with its sign is none. */
    private static String harmless(String value) {
        if (value.isEmpty()) {
            return value;
        }
        char first = value.charAt(0);
        boolean signed = (first == '+' || first == '-') && value.length() > 1 && Character.isDigit(value.charAt(1));
        return "=@+-\t\r".indexOf(first) >= 0 && !signed ? "'" + value : value;
    }

    private byte[] lines(List<String> fields, List<SortedMap<String, String>> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (SortedMap<String, String> row : rows) {
            Map<String, String> object = new LinkedHashMap<>();
            fields.stream().filter(row::containsKey).forEach(field -> object.put(field, row.get(field)));
            bytes.writeBytes(json.writeValueAsBytes(object));
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }
}
