// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import java.util.List;

/**
 * What a run did.
 *
 * @param name of the command
 * @param source what was read and how that is known, in the words of scan
 * @param resumedAt the line at which it went on, or 0
 */
record Report(String name, String planHash, String release, String recipient, Source source, List<Column> columns,
        Counts counts, List<Rejects.Reject> first, long resumedAt) {

    /** What was read. */
    record Source(String name, String kind, String encoding, String how, String separator) {}

    /** What was done to a column. */
    record Column(String name, String technique) {}
}
