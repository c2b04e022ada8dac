// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import java.util.Arrays;
import java.util.List;

/** A file of release keys, or what was asked of it, was refused. Carries a message key and nothing of a key. */
public final class ReleaseKeysRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    private ReleaseKeysRefused(Reason reason) {
        super(reason.key);
        this.reason = reason;
    }

    /** The stable message key, such as {@code release-keys.passphrase-too-short}. */
    public String key() {
        return reason.key;
    }

    /** All keys that {@link #key} can return, so that a test can ask every language for each of them. */
    public static List<String> keys() {
        return Arrays.stream(Reason.values()).map(one -> one.key).toList();
    }

    enum Reason {
        PASSPHRASE("release-keys.passphrase-too-short"),
        ITERATIONS("release-keys.iterations"),
        /** A wrong passphrase and a damaged file cannot be told apart, and must not be. */
        DAMAGED("release-keys.wrong-passphrase-or-damaged"),
        TWICE("release-keys.release-twice"),
        FULL("release-keys.full"),
        ABSENT("release-keys.no-such-release");

        private final String key;

        Reason(String key) {
            this.key = key;
        }

        ReleaseKeysRefused refusal() {
            return new ReleaseKeysRefused(this);
        }
    }
}
