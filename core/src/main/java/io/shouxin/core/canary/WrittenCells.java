// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.canary;

import java.io.IOException;
import java.io.Reader;

/**
 * What may be a value in any text: the pieces between commas, tabs, quotes and the like, and within a piece that has
 * blanks the words too. Tables of every sort, JSON, SQL and a pasted chat are read alike, in constant memory.
 */
public final class WrittenCells {

    private static final int CELL_MIN = 2;
    private static final int CELL_MAX = 120;
    private static final String ENDS = ",;|\t\"'`{}[]()<>=:\r\n\u0000\u3000，。；、：！？（）【】《》“”‘’";

    /** Takes what is read. */
    public interface Taker {

        void cell(String text);

        /** What came since the last end stood in one line, as the values of one row do. */
        void endOfLine();
    }

    private final Taker taker;
    private final StringBuilder piece = new StringBuilder();
    private boolean tooLong;
    private boolean blanks;

    private WrittenCells(Taker taker) {
        this.taker = taker;
    }

    /** Reads to the end and gives each piece as it comes, repeated ones repeatedly. */
    public static void read(Reader text, Taker taker) throws IOException {
        WrittenCells cells = new WrittenCells(taker);
        char[] buffer = new char[1 << 14];
        for (int got = text.read(buffer); got >= 0; got = text.read(buffer)) {
            for (int i = 0; i < got; i++) {
                cells.take(buffer[i]);
            }
        }
        cells.end();
        taker.endOfLine();
    }

    private void take(char c) {
        if (ENDS.indexOf(c) >= 0) {
            end();
            if (c == '\n') {
                taker.endOfLine();
            }
        } else if (piece.length() == CELL_MAX) {
            tooLong = true;
            // Too long for a value, but its words may be some.
            words();
            piece.setLength(0);
            piece.append(c);
        } else {
            blanks |= c == ' ';
            piece.append(c);
        }
    }

    private void end() {
        if (!tooLong) {
            give(piece.toString().strip());
        }
        if (blanks || tooLong) {
            words();
        }
        piece.setLength(0);
        tooLong = false;
        blanks = false;
    }

    private void words() {
        for (String word : piece.toString().strip().split(" +")) {
            give(word);
        }
    }

    private void give(String text) {
        if (text.length() >= CELL_MIN) {
            taker.cell(text);
        }
    }
}
