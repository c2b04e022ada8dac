// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.core.plan.WholeTable;
import java.util.List;

/**
 * What a run did.
 *
 * @param name of the command
 * @param source what was read and how that is known, in the words of scan
 * @param first of the rows that were left out
 */
record Report(String name, String planHash, String release, String recipient, Source source, List<Column> columns,
        Counts counts, List<Rejects.Reject> first, Course course) {

    /**
     * How it went.
     *
     * @param resumedAt the line at which it went on, or 0
     * @param startedOver whether an earlier run had begun and could not be gone on with
     * @param whole what was found out of all rows first; null where the plan needed nothing of that kind
     */
    record Course(long resumedAt, boolean startedOver, WholeTable whole) {}

    /** What was read. */
    record Source(String name, String kind, String encoding, String how, String separator) {}

    /** What was done to a column. */
    record Column(String name, String technique) {}
}
