// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

/** The keys are not what the database expects; the server does not start, and says what to do. */
final class KeysFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeysFailed(String whatAndNext) {
        super(whatAndNext);
    }
}
