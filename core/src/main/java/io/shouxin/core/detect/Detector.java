// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds customer information in text. The same text gives the same spans everywhere; a find carries no value.
 *
 * <p><b>Limit.</b> It finds what has a shape, a check digit or a word nearby. A name in running text without any of
 * them is not found, and what it finds may still be something else: each span says how sure it is and why.
 */
public final class Detector {

    /** Changes whenever the same text may give other spans, so that labels made before can be judged again. */
    public static final String VERSION = "2";
    /** From here on a candidate in a text counts. */
    public static final int CONFIDENCE_MIN = 50;

    private static final Detector SHIPPED = new Detector(ForeignNumbers.UNKNOWN);
    private static final Comparator<Candidate> STRONGEST_FIRST = Comparator
            .comparingInt((Candidate one) -> -one.confidence)
            .thenComparingInt(one -> one.start - one.end)
            .thenComparingInt(one -> one.start)
            .thenComparing(one -> one.kind);

    private final ForeignNumbers numbers;

    private record Candidate(int start, int end, Kind kind, int confidence, int evidence) {
        boolean meets(Candidate other) {
            return start < other.end && other.start < end;
        }
    }

    private Detector(ForeignNumbers numbers) {
        this.numbers = Objects.requireNonNull(numbers);
    }

    /** With the facts that are shipped and without the numbering plans of other countries. */
    public static Detector shipped() {
        return SHIPPED;
    }

    public Detector with(ForeignNumbers plans) {
        return new Detector(plans);
    }

    /** A scanner of one's own, to go through many texts in one thread. */
    public Scanner scanner() {
        return new Scanner(Tables.SHIPPED, numbers);
    }

    /** All finds from {@link #CONFIDENCE_MIN} on, none over another, in the order of the text. */
    public List<Span> find(CharSequence text) {
        return find(text, scanner());
    }

    /** The same with a scanner that is there already. */
    public List<Span> find(CharSequence text, Scanner scanner) {
        List<Candidate> candidates = new ArrayList<>();
        scanner.scan(text, (start, end, kind, confidence, evidence) -> {
            if (confidence >= CONFIDENCE_MIN) {
                candidates.add(new Candidate(start, end, kind, confidence, evidence));
            }
        });
        candidates.sort(STRONGEST_FIRST);
        List<Candidate> kept = new ArrayList<>();
        for (Candidate one : candidates) {
            if (kept.stream().noneMatch(one::meets)) {
                kept.add(one);
            }
        }
        kept.sort(Comparator.comparingInt(Candidate::start));
        return kept.stream().map(one ->
                new Span(one.start, one.end, one.kind, one.confidence, Evidence.of(one.evidence))).toList();
    }
}
