// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.secret.SecretBytes;
import java.time.LocalDate;

/**
 * The key of one release. Everything that leaves the house in the release is made under keys derived from it and
 * from the recipient, so that destroying it makes all of that final.
 *
 * @param release in the form of a field name
 * @param day the release's day, without which identity numbers' tokens do not turn back
 * @param key 32 random bytes
 */
public record ReleaseKey(String release, LocalDate day, SecretBytes key) implements AutoCloseable {

    static final int KEY_BYTES = 32;

    public ReleaseKey {
        FieldName.required(release);
        if (key.length() != KEY_BYTES) {
            throw new IllegalStateException("A release key has 32 bytes.");
        }
    }

    /** A new one for a release. */
    public static ReleaseKey random(String release, LocalDate day) {
        return new ReleaseKey(release, day, SecretBytes.random(KEY_BYTES));
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "ReleaseKey(" + release + ")";
    }
}
