// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

/** Hears what a scan meets, in the order of its ends; several candidates may claim the same characters. */
@FunctionalInterface
public interface Candidates {

    /**
     * @param confidence 0 to 100, with the words nearby taken in
     * @param evidence bits for {@link Evidence#of}
     */
    void found(int start, int end, Kind kind, int confidence, int evidence);
}
