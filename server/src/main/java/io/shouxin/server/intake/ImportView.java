// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An import as a page shows it: everything is finished text or a number.
 *
 * @param kind of the state's mark: ok, warn, bad, acc, off
 * @param sentence where it stands, in one sentence
 * @param live whether it moves by itself, so that the page asks again
 * @param mine whether the reader began it and so may send the file or go on
 */
record ImportView(UUID id, String shortId, String kind, String state, String sentence, boolean live, boolean mine,
        Can can, Map<String, String> facts, Figures figures, List<NamedCount> blank, List<NamedCount> dropped,
        List<RejectLine> rejects, Links links) {

    /** What the reader may do now. */
    record Can(boolean send, boolean stop, boolean resume) {}

    /** @param moreRejects whether the file of rejects has more than the page */
    record Figures(long rows, long done, long created, long changed, long unchanged, long rejected,
            boolean moreRejects) {}

    record NamedCount(String name, String count) {}

    record RejectLine(String line, String field, String reason) {}

    /** Numbers of entries, and the import that took the same file; null where there is none. */
    record Links(@org.jspecify.annotations.Nullable Long begin, @org.jspecify.annotations.Nullable Long end,
            @org.jspecify.annotations.Nullable UUID sameAs) {}
}
