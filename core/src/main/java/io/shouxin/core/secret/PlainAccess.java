// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.secret;

/**
 * The argument that opens a secret. It carries nothing; it exists so that every place where plain
 * text or key bytes come out has to name this class, and a search for {@code PlainAccess.granted}
 * lists them all.
 */
public final class PlainAccess {

    private static final PlainAccess GRANTED = new PlainAccess();

    private PlainAccess() {}

    /** Says in the caller's own source that the plain value leaves its wrapper here. */
    public static PlainAccess granted() {
        return GRANTED;
    }
}
