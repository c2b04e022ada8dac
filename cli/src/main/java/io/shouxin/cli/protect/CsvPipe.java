// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.RowBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** What {@code protect} does between its input and its output, for programs that have both as streams of UTF-8. */
public final class CsvPipe {

    private CsvPipe() {}

    /**
     * Takes a table through a plan.
     *
     * @return how many rows were written
     * @throws Failure if plan and table do not fit, or the plan has to see all rows first
     */
    public static long run(Plan plan, ReleaseKey key, char separator, InputStream in, OutputStream out)
            throws IOException {
        if (plan.whole()) {
            throw new Failure(Exit.INPUT, "protect.whole.pipe");
        }
        CsvCells cells = new CsvCells(in, separator, false);
        List<String> header = cells.header();
        if (header.isEmpty() || !Protection.misfit(plan, header).isNone()) {
            throw new Failure(Exit.INPUT, "protect.no-header");
        }
        Counts counts = new Counts();
        try (Protection protection = Protection.of(plan, header, key)) {
            CsvRun run = new CsvRun(protection, header, separator, null,
                    new CsvRun.Streams(out, Rejects.into(null, true), counts));
            run.header(false);
            RowBatch batch = new RowBatch(header.size());
            while (cells.fill(batch, run::bad)) {
                run.rows(batch, cells);
            }
            run.flush();
            return counts.written;
        } finally {
            cells.wipe();
        }
    }
}
