// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

/** Whose system this is and by which rules it decides, shown at the foot of the side and on paper. */
public interface OperatorFacts {

    String chineseName();

    String englishName();

    /** The version of the register in force, such as {@code 37}; empty while none is. */
    String registerVersion();
}
