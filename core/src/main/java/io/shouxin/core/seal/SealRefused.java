// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

/** A value that cannot be sealed as it is; the caller can bring another. */
public final class SealRefused extends RuntimeException {

    static final String TOO_LONG = "seal.value.too-long";
    static final String NOT_UNICODE = "seal.value.not-unicode";
    static final String FULL = "seal.record.full";

    private static final long serialVersionUID = 1;

    SealRefused(String key) {
        super(key);
    }

    /** The message key, such as {@code seal.value.too-long}. */
    public String key() {
        return getMessage();
    }
}
