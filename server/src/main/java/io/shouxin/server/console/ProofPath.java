// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The way from one entry to the root (RFC 6962, 2.1.1) as a drawing: the root on top, the entry at the
 * bottom, what was recomputed on the left, what was given on the right. A tree of a hundred million
 * entries has 27 steps; the first two and the last are drawn and the others are one box, because nobody
 * compares them by eye.
 *
 * @param rows from the root down
 */
record ProofPath(List<Row> rows, int height) {

    private static final int BOX = 34;
    private static final int BOX_SHORT = 22;
    private static final int MARGIN = 4;
    private static final int BOX_TO_JOIN = 12;
    private static final int JOIN_TO_GIVEN = 18;
    private static final int GIVEN_TO_REST = 40;
    private static final int SHOWN_MAX = 4;
    private static final int SHOWN_FIRST = 2;

    enum Kind { ROOT, REST, STEP, SELF }

    /**
     * One box on the left.
     *
     * @param from the first step this box stands for; 0 for the entry itself
     * @param until the last one; more than {@code from} only for {@link Kind#REST}
     * @param given what joins it on the way up; {@code null} for the root and in a tree of one entry
     */
    record Row(Kind kind, int from, int until, int y, String hash, @Nullable Given given) {

        public int height() {
            return kind == Kind.REST ? BOX_SHORT : BOX;
        }
    }

    /** A box on the right, and the height at which its line joins the trunk. */
    record Given(String hash, int y, int join) {}

    /**
     * @param leaf the entry's leaf hash, hexadecimal
     * @param given the hashes of the proof, from the entry upwards
     * @param computed what each step gave, as many as given; the last is the computed root
     */
    static ProofPath of(String leaf, List<String> given, List<String> computed) {
        int steps = given.size();
        if (computed.size() != steps) {
            throw new IllegalStateException("A proof of " + steps + " steps with "
                    + computed.size() + " results");
        }
        List<Row> rows = new ArrayList<>();
        String root = steps == 0 ? leaf : computed.get(steps - 1);
        rows.add(new Row(Kind.ROOT, steps, steps, MARGIN, root, null));
        if (steps > SHOWN_MAX) {
            rows.add(below(rows, Kind.REST, SHOWN_FIRST + 1, steps - 1, "", given));
        }
        for (int step = steps > SHOWN_MAX ? SHOWN_FIRST : steps - 1; step > 0; step--) {
            rows.add(below(rows, Kind.STEP, step, step, computed.get(step - 1), given));
        }
        Row self = below(rows, Kind.SELF, 0, 0, leaf, given);
        rows.add(self);
        return new ProofPath(List.copyOf(rows), self.y() + self.height() + MARGIN);
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // one per component of the row it makes
    private static Row below(
            List<Row> rows, Kind kind, int from, int until, String hash, List<String> given) {
        Row above = rows.get(rows.size() - 1);
        int join = above.y() + above.height() + BOX_TO_JOIN;
        int level = join + JOIN_TO_GIVEN;
        Given joins = until < given.size() ? new Given(given.get(until), level, join) : null;
        return new Row(kind, from, until, level + (kind == Kind.REST ? GIVEN_TO_REST : 0), hash, joins);
    }
}
