// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.trace;

import io.shouxin.core.token.PseudonymBatch;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds what looks like a pseudonym in any text: 28 letters and digits that stand alone. Each different one once. */
final class PseudonymFinder {

    private final int max;
    private final Set<String> found = new LinkedHashSet<>();

    /** @param max different ones at most; then it stops reading */
    PseudonymFinder(int max) {
        this.max = max;
    }

    Set<String> read(Reader text) throws IOException {
        char[] buffer = new char[1 << 14];
        StringBuilder word = new StringBuilder();
        boolean tooLong = false;
        for (int got = text.read(buffer); got >= 0 && found.size() < max; got = text.read(buffer)) {
            for (int i = 0; i < got; i++) {
                char c = buffer[i];
                if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_' || c == '-') {
                    tooLong |= word.length() == PseudonymBatch.TEXT_LENGTH;
                    if (!tooLong) {
                        word.append(c);
                    }
                } else {
                    end(word, tooLong);
                    tooLong = false;
                }
            }
        }
        end(word, tooLong);
        return found;
    }

    private void end(StringBuilder word, boolean tooLong) {
        if (!tooLong && word.length() == PseudonymBatch.TEXT_LENGTH && word.charAt(1) == '1'
                && "miecvrn".indexOf(word.charAt(0)) >= 0 && found.size() < max) {
            found.add(word.toString());
        }
        word.setLength(0);
    }
}
