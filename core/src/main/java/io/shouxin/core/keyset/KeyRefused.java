// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/** What the caller asked of a key file is not allowed, and the caller can ask differently. */
public final class KeyRefused extends RuntimeException {

    static final String PASSPHRASE = "keys.file.passphrase-too-short";
    static final String ITERATIONS = "keys.file.iterations";

    private static final long serialVersionUID = 1;

    KeyRefused(String key) {
        super(key);
    }

    /** The message key, such as {@code keys.file.passphrase-too-short}. */
    public String key() {
        return getMessage();
    }
}
