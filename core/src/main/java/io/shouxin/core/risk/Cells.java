// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

/** The classes divided by a sensitive column: how often each value comes in each class, zero cells left out. */
final class Cells {

    /** What is done with a cell. */
    @FunctionalInterface
    interface Step {
        void take(int owner, int code, int size);
    }

    private final EquivalenceClasses divided;
    private final int[] owners;
    private final int[] codes;

    private Cells(EquivalenceClasses divided, int[] owners, int[] codes) {
        this.divided = divided;
        this.owners = owners;
        this.codes = codes;
    }

    static Cells of(EquivalenceClasses classes, CodedColumn sensitive) {
        if (classes.rows() != sensitive.rows()) {
            throw new IllegalStateException("Columns of one table have the same number of rows.");
        }
        EquivalenceClasses divided = classes.dividedBy(sensitive);
        int[] owners = new int[divided.count()];
        int[] codes = new int[divided.count()];
        for (int row = 0; row < classes.rows(); row++) {
            int cell = divided.classOf(row);
            owners[cell] = classes.classOf(row);
            codes[cell] = sensitive.code(row);
        }
        return new Cells(divided, owners, codes);
    }

    void forEach(Step step) {
        for (int cell = 0; cell < owners.length; cell++) {
            step.take(owners[cell], codes[cell], divided.size(cell));
        }
    }
}
