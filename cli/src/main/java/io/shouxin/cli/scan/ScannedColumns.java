// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.detect.Detector;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A scan of one table for a command that goes on with its columns. */
public final class ScannedColumns {

    private ScannedColumns() {}

    /**
     * What the columns hold.
     *
     * @param encoding null to find out
     * @param separator 0 to find out
     * @throws Failure if the file cannot be read as a table whose first row names the columns
     */
    public static List<ColumnFinding> of(Path file, Charset encoding, char separator, long rowsMax, Progress progress) {
        if (!Files.isRegularFile(file)) {
            throw new Failure(Exit.INPUT, "input.missing", file.toString());
        }
        FileScan.Told told = new FileScan.Told(FileScan.As.TABLE, encoding, separator, true, rowsMax);
        try {
            progress.expect(Files.size(file));
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
        }
        SourceReport report = new FileScan(Detector.shipped().with(new PhonePlans()), told, progress).file(file);
        if (report instanceof SourceReport.Table table && !table.columns().isEmpty()) {
            return table.columns();
        }
        throw new Failure(Exit.INPUT, "plan.no-table", file.toString());
    }
}
