// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

/**
 * What is done to one column, batch by batch. For every row exactly one thing is put out: a value, nothing for a cell
 * that has nothing, or a refusal; never what stood there, unless the plan says keep.
 */
interface ColumnStep extends AutoCloseable {

    void run(RowBatch batch, StepOutput out);

    /** Wipes the step's keys. */
    @Override
    default void close() {}
}
