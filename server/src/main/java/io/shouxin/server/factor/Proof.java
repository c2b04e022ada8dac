// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

/** What somebody shows to prove who they are. It prints as its kind: what was typed is a secret. */
public sealed interface Proof {

    /** What it turned out to be. */
    enum Kind {
        TOTP("totp"), RECOVERY_CODE("recovery-code"), PASSKEY("passkey"), PASSWORD("password"),
        PROVIDER("provider");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** As entries name it. */
        public String code() {
            return code;
        }
    }

    /** Six digits of the authenticator app, or a recovery code; spaces and hyphens do not matter. */
    record Code(String typed) implements Proof {

        @Override
        public String toString() {
            return "Code";
        }
    }

    /** Taken only of somebody who has no second factor yet, and only where the settings allow it. */
    record Password(String typed) implements Proof {

        @Override
        public String toString() {
            return "Password";
        }
    }
}
