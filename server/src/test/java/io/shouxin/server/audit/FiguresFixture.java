// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

/** Figures as tests of other modules need them. */
public final class FiguresFixture {

    private FiguresFixture() {}

    /** Sums up everything there is, as the server does every few seconds. */
    public static void sumUp(Figures figures) {
        figures.sumUp();
    }
}
