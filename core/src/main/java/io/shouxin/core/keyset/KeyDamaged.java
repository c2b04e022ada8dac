// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/**
 * A wrapped key or key file failed its integrity check: changed, moved to another place, or opened
 * with the wrong key. Stop and raise the alarm; trying again cannot help. The message is the key.
 */
public final class KeyDamaged extends RuntimeException {

    /** A wrong passphrase and a damaged file cannot be told apart, and must not be. */
    public static final String FILE = "keys.file.wrong-passphrase-or-damaged";

    static final String WRAPPED = "keys.wrapped.damaged";
    static final String UNKNOWN_SUITE = "keys.suite.unknown";

    private static final long serialVersionUID = 1;

    KeyDamaged(String key) {
        super(key);
    }

    /** The message key, such as {@code keys.wrapped.damaged}. */
    public String key() {
        return getMessage();
    }
}
