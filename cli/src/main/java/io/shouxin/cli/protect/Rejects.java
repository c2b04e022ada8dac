// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The rows that were left out: line, column, reason, never a value. All of them in a file, the first in the report. */
final class Rejects {

    private static final int SHOWN_MAX = 20;
    private static final byte[] HEADING = "line,column,reason\n".getBytes(StandardCharsets.UTF_8);

    /** One row; the column is empty where the row as a whole is wrong. */
    record Reject(long line, String column, String key) {}

    private final OutputStream file;
    private final List<Reject> first = new ArrayList<>();
    private long written;

    /**
     * Into a file.
     *
     * @param file null for none
     * @param heading whether the file begins here
     */
    static Rejects into(OutputStream file, boolean heading) throws IOException {
        OutputStream buffered = file == null ? null : new BufferedOutputStream(file, 1 << 16);
        Rejects rejects = new Rejects(buffered);
        if (heading && file != null) {
            buffered.write(HEADING);
            rejects.written = HEADING.length;
        }
        return rejects;
    }

    private Rejects(OutputStream file) {
        this.file = file;
    }

    void add(Reject reject) throws IOException {
        if (first.size() < SHOWN_MAX) {
            first.add(reject);
        }
        if (file != null) {
            String line = reject.line + "," + quoted(reject.column) + "," + reject.key + "\n";
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            file.write(bytes);
            written += bytes.length;
        }
    }

    void flush() throws IOException {
        if (file != null) {
            file.flush();
        }
    }

    /** Bytes of rows in the file, this run's heading included. */
    long bytes() {
        return written;
    }

    List<Reject> first() {
        return first;
    }

    private static String quoted(String name) {
        return name.isEmpty() ? "" : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
