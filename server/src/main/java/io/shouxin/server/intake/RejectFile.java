// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.language.Words;

import de.siegmar.fastcsv.writer.CsvWriter;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The rejects of an import as CSV in the reader's language: line, field, rule, reason; no values. */
@Component
class RejectFile {

    /** Spreadsheets take a file without it for the local encoding, and Chinese for noise. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Imports imports;
    private final Words words;

    RejectFile(Imports imports, Words words) {
        this.imports = imports;
        this.words = words;
    }

    void write(UUID job, OutputStream target, boolean forSpreadsheet) throws IOException {
        Writer writer = new OutputStreamWriter(target, StandardCharsets.UTF_8);
        if (forSpreadsheet) {
            writer.write(BYTE_ORDER_MARK);
        }
        CsvWriter csv = CsvWriter.builder().build(writer);
        csv.writeRecord("line", "field", "rule", "reason");
        imports.rejects(job, reject -> csv.writeRecord(Long.toString(reject.line()), reject.field(),
                reject.reason(), reason(reject)));
        csv.flush();
    }

    String reason(Chunk.Reject reject) {
        return words.of(reject.reason(), reject.arguments().toArray());
    }
}
