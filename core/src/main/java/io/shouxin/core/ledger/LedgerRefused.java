// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/** The caller gave the ledger something it does not take, and can give something else. */
public final class LedgerRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /** @param key a stable message key such as {@code ledger.entry.ticket} */
    public LedgerRefused(String key) {
        super(key);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
