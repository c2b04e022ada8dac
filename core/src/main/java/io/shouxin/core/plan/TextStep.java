// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.release.ReleaseRefused;
import io.shouxin.core.token.TokenRefused;

/** A step that makes each value by itself out of its text. */
record TextStep(int column, Function function) implements ColumnStep {

    /** What is made of a value; refuses by throwing what the techniques throw. */
    @FunctionalInterface
    interface Function {
        String of(String value, RowBatch batch, int row);
    }

    /** No identifier and no note that is worth transforming is longer. */
    static final int LENGTH_MAX = 1 << 16;

    @Override
    public void run(RowBatch batch, StepOutput out) {
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.isBlank(row, column)) {
                out.empty();
            } else if (batch.to(row, column) - batch.from(row, column) > LENGTH_MAX) {
                out.refuse("value.too-long");
            } else {
                one(batch, row, out);
            }
        }
    }

    private void one(RowBatch batch, int row, StepOutput out) {
        String made;
        try {
            made = function.of(batch.text(row, column), batch, row);
        } catch (InvalidValue refused) {
            out.refuse(refused.key());
            return;
        } catch (TokenRefused refused) {
            out.refuse(refused.key());
            return;
        } catch (ReleaseRefused refused) {
            out.refuse(refused.key());
            return;
        } catch (CellRefused refused) {
            out.refuse(refused.getMessage());
            return;
        }
        out.add(made);
    }
}
