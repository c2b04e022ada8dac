// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.token.PseudonymBatch;
import io.shouxin.core.token.PseudonymType;
import io.shouxin.core.token.Pseudonyms;
import io.shouxin.core.token.TokenRefused;

/** Pseudonyms of a column: all of a batch with one call of the cipher. */
final class PseudonymStep implements ColumnStep {

    private static final String ADDED = "";

    private final int column;
    private final PseudonymType type;
    private final PseudonymBatch pseudonyms;
    private final String[] states = new String[RowBatch.ROWS_MAX];

    PseudonymStep(int column, PseudonymType type, Pseudonyms pseudonyms) {
        this.column = column;
        this.type = type;
        this.pseudonyms = pseudonyms.batch(RowBatch.ROWS_MAX);
    }

    @Override
    public void run(RowBatch batch, StepOutput out) {
        pseudonyms.clear();
        for (int row = 0; row < batch.rows(); row++) {
            states[row] = batch.isBlank(row, column) ? null : added(batch, row);
        }
        pseudonyms.encryptDeterministically();
        int index = 0;
        for (int row = 0; row < batch.rows(); row++) {
            if (states[row] == null) {
                out.empty();
            } else if (states[row].equals(ADDED)) {
                byte[] room = out.room(PseudonymBatch.TEXT_LENGTH);
                pseudonyms.writeText(index++, room, out.length());
                out.end(PseudonymBatch.TEXT_LENGTH);
            } else {
                out.refuse(states[row]);
            }
        }
        pseudonyms.clear();
    }

    private String added(RowBatch batch, int row) {
        byte[] data = batch.data();
        int start = batch.from(row, column);
        int end = batch.to(row, column);
        while (data[start] == ' ') {
            start++;
        }
        while (data[end - 1] == ' ') {
            end--;
        }
        try {
            pseudonyms.add(type, data, start, end);
            return ADDED;
        } catch (InvalidValue refused) {
            return refused.key();
        } catch (TokenRefused refused) {
            return refused.key();
        }
    }
}
