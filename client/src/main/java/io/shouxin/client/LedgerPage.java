// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Entries, newest first.
 *
 * @param next what to give {@link LedgerFilter#before} for the page after this one; empty at the end
 * @param size how many entries the ledger has
 */
public record LedgerPage(List<Line> entries, OptionalLong next, long size) {

    /** An entry as it stands in the ledger: texts, numbers, lists and maps. It holds no value of a customer. */
    public record Line(long number, Map<String, Object> entry, String leafHash) {}

    public LedgerPage {
        entries = List.copyOf(entries);
    }
}
