// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.release.ReleaseRefused;
import io.shouxin.core.release.TimeLevel;
import java.util.Arrays;

/**
 * Times of a column on a level. Records of one file lie close together, so what was made of an hour is kept for the
 * next record of that hour: only a first one is computed.
 */
final class TimeStep implements ColumnStep {

    private static final int KEPT = 1024;
    private static final int COMPACT = 14;
    private static final int QUARTERS = 4;
    private static final int LENGTH_MAX = 64;

    private final int column;
    private final TimeLevel level;
    private final long[] keys = new long[KEPT];
    private final byte[][] made = new byte[KEPT][];

    TimeStep(int column, TimeLevel level) {
        this.column = column;
        this.level = level;
        Arrays.fill(keys, -1);
    }

    @Override
    public void run(RowBatch batch, StepOutput out) {
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.isBlank(row, column)) {
                out.empty();
                continue;
            }
            long key = key(batch.data(), batch.from(row, column), batch.to(row, column));
            int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 54);
            if (key >= 0 && keys[slot] == key) {
                System.arraycopy(made[slot], 0, out.room(made[slot].length), out.length(), made[slot].length);
                out.end(made[slot].length);
            } else {
                one(batch, row, out, key, slot);
            }
        }
    }

    private void one(RowBatch batch, int row, StepOutput out, long key, int slot) {
        if (batch.to(row, column) - batch.from(row, column) > LENGTH_MAX) {
            out.refuse(CellRefused.Reason.TIME.key());
            return;
        }
        try {
            Moment moment = Moment.parse(batch.text(row, column));
            String text = moment.day() ? level.of(moment.time().toLocalDate()) : level.of(moment.time());
            out.add(text);
            if (key >= 0) {
                keys[slot] = key;
                made[slot] = text.getBytes(UTF_8);
            }
        } catch (ReleaseRefused refused) {
            out.refuse(refused.key());
        } catch (CellRefused refused) {
            out.refuse(refused.getMessage());
        }
    }

    /** Day, hour and quarter of yyyyMMddHHmmss as one number: the finest level there is. -1 for other writings. */
    private static long key(byte[] data, int from, int to) {
        if (to - from != COMPACT) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        long minute = number / 100 % 100;
        return minute > 59 || number % 100 > 59 ? -1 : number / 10_000 * QUARTERS + minute / 15;
    }
}
