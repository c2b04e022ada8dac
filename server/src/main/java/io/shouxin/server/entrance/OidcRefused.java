// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import java.util.Locale;

/** A sign-in through the provider that came to nothing. It says why, and nothing that the provider or a caller sent. */
final class OidcRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** The page before sign-in has words for each, under the same name. */
    enum Reason {
        /** The provider cannot be reached, or does not say what it has to. */
        AWAY,
        /** It was not begun here, took too long, came back a second time, or was broken off. */
        AGAIN,
        /** What the provider said does not hold. */
        INVALID,
        /** It names no staff number, or not in the form of one. */
        NUMBER,
        /** Why the person's rights rest is a reason for which nobody signs in. */
        SUSPENDED,
        /** Nobody who works here now has this number. */
        CLOSED,
        /** Nobody has let this person in yet. */
        UNINVITED,
        /** The number is known with another account of the provider, or the account with another number. */
        OTHER;

        String code() {
            return (this == SUSPENDED ? "" : "provider-") + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    OidcRefused(Reason reason) {
        super(reason.code());
        this.reason = reason;
    }

    OidcRefused(Reason reason, Throwable cause) {
        super(reason.code(), cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
