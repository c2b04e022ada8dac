// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/** A trust policy says something it cannot say; the line is told, and nothing of what stands there. */
public final class PolicyRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final int line;

    /**
     * @param key a stable message key such as {@code ledger.policy.unknown-name}
     * @param line from 1; 0 where the whole file is meant
     */
    public PolicyRefused(String key, int line) {
        super(key);
        this.key = key;
        this.line = line;
    }

    public String key() {
        return key;
    }

    public int line() {
        return line;
    }
}
