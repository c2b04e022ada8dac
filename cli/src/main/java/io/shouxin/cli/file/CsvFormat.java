// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.file;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.util.ArrayList;
import java.util.List;

/** What divides cells and what encloses them. */
public record CsvFormat(char separator, char quote) {

    private static final char[] SEPARATORS = {',', '\t', ';', '|'};
    private static final int ROWS_LOOKED_AT = 50;

    /**
     * What divides cells, as a user writes it.
     *
     * @return 0 where nothing was said
     */
    public static char separator(String told) {
        if (told == null) {
            return 0;
        }
        if (told.equals("\\t") || told.equals("tab")) {
            return '\t';
        }
        if (told.length() != 1 || !"\t,;:|^~!#$%&*/\\ \u0001\u001f".contains(told)) {
            throw new Failure(Exit.USAGE, "scan.separator-length");
        }
        return told.charAt(0);
    }

    /** A format by the first rows, or null where no separator divides them alike: then it is no table. */
    public static CsvFormat detect(CharSequence sample) {
        CsvFormat best = null;
        int bestColumns = 1;
        for (char separator : SEPARATORS) {
            CsvFormat format = new CsvFormat(separator, '"');
            int columns = format.columns(sample);
            if (columns > bestColumns) {
                best = format;
                bestColumns = columns;
            }
        }
        return best;
    }

    /** How many columns nine of ten rows have; 1 where they do not agree. */
    private int columns(CharSequence sample) {
        List<Integer> rows = new ArrayList<>();
        int cells = 1;
        boolean quoted = false;
        boolean blank = true;
        for (int i = 0; i < sample.length() && rows.size() < ROWS_LOOKED_AT; i++) {
            char c = sample.charAt(i);
            if (c == quote) {
                quoted = !quoted;
            } else if (!quoted && c == separator) {
                cells++;
            } else if (!quoted && c == '\n') {
                if (!blank) {
                    rows.add(cells);
                }
                cells = 1;
                blank = true;
                continue;
            }
            blank &= c <= ' ' && c != separator;
        }
        if (!blank && rows.isEmpty()) {
            rows.add(cells);
        }
        if (rows.isEmpty() || rows.size() < 2 && rows.get(0) < 3) {
            return 1;
        }
        int usual = rows.stream().max((a, b) -> Long.compare(count(rows, a), count(rows, b))).orElse(1);
        return count(rows, usual) * 10 >= rows.size() * 9L ? usual : 1;
    }

    private static long count(List<Integer> rows, int columns) {
        return rows.stream().filter(one -> one == columns).count();
    }
}
