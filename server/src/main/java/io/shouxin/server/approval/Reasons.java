// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.detect.Detector;
import io.shouxin.server.problem.Checks;

import java.util.List;

/**
 * Why somebody asks: a kind to count by, and words for whoever decides. The words stay in a table and are
 * read by others, so they must not name a customer: whoever decides sees whom it is about.
 */
final class Reasons {

    /** In the order in which pages offer them. */
    static final List<String> KINDS = List.of("customer-asks", "bill-dispute", "network-fault", "fraud-check",
            "authority-asks", "rights-request", "correction", "other");

    static final int WORDS_MIN = 6;
    static final int WORDS_MAX = 200;

    private static final Detector DETECTOR = Detector.shipped();

    private Reasons() {}

    static void require(String kind, String words) {
        String text = words.strip();
        new Checks()
                .that(KINDS.contains(kind), "kind", "approval.rule.kind")
                .that(text.codePointCount(0, text.length()) >= WORDS_MIN, "words", "approval.rule.words-short",
                        Integer.toString(WORDS_MIN))
                .atMost("words", text, WORDS_MAX)
                .that(text.codePoints().noneMatch(Character::isISOControl), "words", "approval.rule.words-control")
                .that(DETECTOR.find(text).isEmpty(), "words", "approval.rule.words-personal")
                .throwIfAny();
    }
}
