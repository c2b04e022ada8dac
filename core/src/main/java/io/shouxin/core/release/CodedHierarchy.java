// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.risk.CodedColumn;

/**
 * A hierarchy over the codes of one column.
 *
 * @param codes for each level and code of the column the code of its generalisation
 * @param labels for each level and such code its text
 * @param penalties for each level and code of the column the normalised certainty penalty: the share of the other
 *     values of the hierarchy that the generalisation covers as well, 0 for the value itself, 1 for all
 */
record CodedHierarchy(int[][] codes, String[][] labels, double[][] penalties) {

    int height() {
        return codes.length;
    }

    CodedColumn at(CodedColumn column, int level) {
        return column.recoded(codes[level], labels[level].length);
    }

    String label(int level, int code) {
        return labels[level][codes[level][code]];
    }
}
