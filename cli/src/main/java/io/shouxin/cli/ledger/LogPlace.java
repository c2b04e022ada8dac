// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import java.util.Optional;

/** Where a log lies as C2SP tlog-tiles spells its paths: a folder or a server. What is read is not trusted. */
interface LogPlace {

    /** Of the largest thing a log serves: 256 entries with their lengths. */
    int BYTES_MAX = 256 * (65_535 + 2);

    /** The entry by which the oldest ones may be gone, as a receipt that holds it; absent where nothing was pruned. */
    String MINIMUM_INDEX = "minimum-index";

    /**
     * @param path such as {@code checkpoint} or {@code tile/0/000}
     * @return empty if it is not there
     * @throws io.shouxin.cli.Failure if it cannot be told whether it is there
     */
    Optional<byte[]> read(String path);

    /** Whether entries can be asked for here at all. */
    boolean hasEntries();
}
