// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.FormatTokens;
import io.shouxin.core.token.TokenFormat;
import io.shouxin.core.token.TokenRefused;
import java.util.Arrays;

/** Tokens of the same form for a column, those of one length together. */
final class TokenStep implements ColumnStep {

    private final int column;
    private final TokenFormat format;
    private final FormatTokens tokens;

    TokenStep(int column, TokenFormat format, FormatTokens tokens) {
        this.column = column;
        this.format = format;
        this.tokens = tokens;
    }

    @Override
    public void run(RowBatch batch, StepOutput out) {
        String[] values = new String[batch.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = batch.isBlank(row, column) ? null : batch.text(row, column);
        }
        String[] made = tokens.encryptDeterministically(format, values);
        for (int row = 0; row < values.length; row++) {
            if (values[row] == null) {
                out.empty();
            } else if (made[row] == null) {
                out.refuse(reason(values[row]));
            } else {
                out.add(made[row]);
            }
        }
        Arrays.fill(values, null);
    }

    /** A batch does not say why. */
    private String reason(String value) {
        try {
            tokens.encryptDeterministically(format, SecretText.of(value));
            throw new IllegalStateException("A value that a batch refused and a single call did not.");
        } catch (InvalidValue refused) {
            return refused.key();
        } catch (TokenRefused refused) {
            return refused.key();
        }
    }
}
