// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import java.util.Optional;

/** The check as tests of other modules ask for it. */
public final class CheckFixture {

    private CheckFixture() {}

    /** Compares everything from the first entry and answers what was found. */
    public static Optional<String> finding(LedgerCheck check) {
        return check.checkAll().finding();
    }
}
