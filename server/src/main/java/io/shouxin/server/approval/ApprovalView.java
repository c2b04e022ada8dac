// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a page shows of one request.
 *
 * @param lead what is asked for, in one sentence
 * @param facts words and what they are
 * @param state where it stands
 * @param checks what whoever decides should look at
 * @param decision what the reader may do about it
 * @param use how the reader views what was agreed; null where there is nothing to view
 */
record ApprovalView(String id, String title, String lead, Map<String, String> facts, List<Field> fields, Standing state,
        List<Check> checks, Decision decision, @Nullable Use use) {

    /**
     * What whoever asks did lately beside their peers.
     *
     * @param beside with whom, or why with nobody
     * @param lines what was counted; the middle of the peers is empty where there are too few
     * @param customer about this very customer; empty where the request names none or several
     */
    record Beside(String who, String beside, boolean compares, List<Line> lines, String customer) {}

    /** One figure. */
    record Line(String word, String own, String peers) {}

    /**
     * A line of a list.
     *
     * @param askerStands whether the rights of whoever asked work: else nobody can agree to it
     */
    record Row(String id, String title, String who, String what, String kind, String word, String at,
            @Nullable Instant from, @Nullable Instant until, boolean askerStands) {}

    /** One field asked for. */
    record Field(String label, int level, String name) {}

    /**
     * @param kind {@code ok}, {@code warn}, {@code bad}, {@code acc} or {@code off}
     * @param open whether it may still change by itself, so that the page asks again
     * @param from and {@code until}: the time that runs, where one does
     * @param next what happens then, or what to do
     */
    record Standing(String kind, String word, boolean open, @Nullable Instant from, @Nullable Instant until,
            String next) {}

    /** @param kind {@code ok} or {@code warn} */
    record Check(String kind, String word) {}

    /**
     * @param may whether the reader can say yes or no
     * @param why why not, or in whose place; empty where neither
     * @param withdraw whether it is the reader's own and still open
     * @param takeBack whether the reader's own yes still holds
     * @param windows minutes to words, the longest first
     */
    record Decision(boolean may, String why, boolean withdraw, boolean takeBack, Map<Long, String> windows) {}

    /**
     * The very request again, as the customer's page sends it.
     *
     * @param customer null for a search, which goes on where it was begun
     */
    record Use(@Nullable UUID customer, String purpose, String ticket, List<String> fields) {}
}
