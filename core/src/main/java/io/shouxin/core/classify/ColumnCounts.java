// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

/**
 * What a column's cells are like.
 *
 * @param cells all of them
 * @param blank those with nothing but blanks
 * @param distinct different values, counted up to {@link ColumnSample#DISTINCT_MAX}
 * @param shortest length of the shortest value that is not blank; 0 without values
 * @param longest length of the longest value
 */
public record ColumnCounts(long cells, long blank, long distinct, int shortest, int longest) {

    public long values() {
        return cells - blank;
    }
}
