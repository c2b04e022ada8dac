// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/**
 * Something that was written whole is not whole any more: stop and raise the alarm, do not try again.
 * The message is the key, so that nothing from the damaged bytes can reach a log.
 */
public final class LedgerDamaged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /** @param key a stable message key such as {@code ledger.note.signature-bad} */
    public LedgerDamaged(String key) {
        super(key);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
