// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import java.util.Arrays;
import java.util.List;

/**
 * A configuration or a value was refused; the caller can ask differently. Carries a message key and
 * nothing of the value or the key.
 */
public final class TokenRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    private TokenRefused(Reason reason) {
        super(reason.key);
        this.reason = reason;
    }

    /** The stable message key, such as {@code token.ff1.small-domain}. */
    public String key() {
        return reason.key;
    }

    /** All keys that {@link #key} can return, so that a test can ask every language for each of them. */
    public static List<String> keys() {
        return Arrays.stream(Reason.values()).map(one -> one.key).toList();
    }

    enum Reason {
        /** No installed provider offers the block cipher; for SM4 the JDK itself never does. */
        NO_PROVIDER("token.cipher.no-provider"),
        KEY_LENGTH("token.cipher.key-length"),
        RADIX("token.ff1.radix"),
        LENGTHS("token.ff1.lengths"),
        /** Fewer than 1,000,000 values: SP 800-38G Rev. 1, second public draft, section 5. */
        SMALL_DOMAIN("token.ff1.small-domain"),
        NUMERAL("token.ff1.numeral"),
        LENGTH("token.ff1.length"),
        BATCH_TOO_WIDE("token.ff1.batch-too-wide"),
        RANGE("token.value-out-of-range"),
        FORMAT("token.format"),
        BATCH_FULL("token.batch-full");

        private final String key;

        Reason(String key) {
            this.key = key;
        }

        TokenRefused refusal() {
            return new TokenRefused(this);
        }
    }
}
