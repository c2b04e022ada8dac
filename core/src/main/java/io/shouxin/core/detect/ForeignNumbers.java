// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

/**
 * Knows the numbering plans of other countries. Core has none, on purpose: they change every week and the library
 * that follows them is not the JDK. Command line and server bring one.
 */
@FunctionalInterface
public interface ForeignNumbers {

    /** Says nothing about any country: only length and calling code are looked at. */
    ForeignNumbers UNKNOWN = digits -> Answer.UNKNOWN;

    /** What is known of a number. */
    enum Answer { VALID, INVALID, UNKNOWN }

    /** @param digits calling code and number, 7 to 15 digits without + */
    Answer look(CharSequence digits);
}
