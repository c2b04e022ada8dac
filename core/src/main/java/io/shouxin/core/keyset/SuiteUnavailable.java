// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/**
 * Nothing is damaged: this program lacks the algorithms of a suite. The values stay as they are and
 * open as soon as a provider is there. The message says what to do; the key is for pages.
 */
public final class SuiteUnavailable extends RuntimeException {

    /** The message key. */
    public static final String KEY = "keys.suite.unavailable";

    private static final long serialVersionUID = 1;

    private final Suite suite;

    SuiteUnavailable(Suite suite) {
        super("Suite " + suite + " is not available here: no registered provider has "
                + suite.keyAlgorithm() + "/GCM/NoPadding, " + suite.keyAlgorithm() + "/ECB/NoPadding and "
                + suite.macAlgorithm() + ". Put one on the class path (Bouncy Castle's bcprov) and register it "
                + "with Security.addProvider before opening or sealing.");
        this.suite = suite;
    }

    public Suite suite() {
        return suite;
    }

    /** The message key, {@code keys.suite.unavailable}. */
    public String key() {
        return KEY;
    }
}
