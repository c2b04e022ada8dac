// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.file.DecodingReader;
import io.shouxin.cli.scan.SourceReport.Found;
import io.shouxin.cli.scan.SourceReport.Place;
import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.detect.Detector;
import io.shouxin.core.detect.Evidence;
import io.shouxin.core.detect.Kind;
import io.shouxin.core.detect.Scanner;
import io.shouxin.core.detect.Span;
import io.shouxin.core.secret.SecretText;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through a text of any length in pieces of whole lines and counts what it holds. */
final class TextFinder {

    private static final int PIECE = 1 << 16;
    private static final int PLACES_MAX = 5;

    private final Detector detector;
    private final Scanner scanner;
    private final Map<Kind, Counted> counted = new EnumMap<>(Kind.class);
    private long line = 1;
    private long unreadable;
    private boolean lineOpen;

    private static final class Counted {
        private long count;
        private int confidence;
        private final Set<Evidence> evidence = EnumSet.noneOf(Evidence.class);
        private final List<Place> places = new ArrayList<>();
    }

    TextFinder(Detector detector) {
        this.detector = detector;
        this.scanner = detector.scanner();
    }

    /** To the end. A line longer than a piece is cut at a place between words where there is one. */
    void read(Reader text) throws IOException {
        char[] piece = new char[PIECE];
        int filled = 0;
        boolean more = true;
        while (more) {
            int got = text.read(piece, filled, piece.length - filled);
            more = got >= 0;
            filled += Math.max(got, 0);
            if (filled < piece.length && more) {
                continue;
            }
            int end = more ? border(piece, filled) : filled;
            look(new String(piece, 0, end), 0);
            System.arraycopy(piece, end, piece, 0, filled - end);
            filled -= end;
        }
        java.util.Arrays.fill(piece, (char) 0);
    }

    private static int border(char[] piece, int filled) {
        for (int i = filled; i > 0; i--) {
            if (piece[i - 1] == '\n') {
                return i;
            }
        }
        for (int i = filled; i > filled / 2; i--) {
            if (piece[i - 1] == ' ' || piece[i - 1] == ',' || piece[i - 1] == '，' || piece[i - 1] == '。') {
                return i;
            }
        }
        return filled;
    }

    /**
     * One piece of text.
     *
     * @param at the line it stands on, or 0 to count on from the piece before
     */
    void look(String text, long at) {
        long first = at > 0 ? at : line;
        int lineStart = 0;
        long here = first;
        for (Span span : detector.find(text, scanner)) {
            here += newlines(text, lineStart, span.start());
            lineStart = span.start();
            count(span, text, here);
        }
        if (at == 0) {
            line += newlines(text, 0, text.length());
            lineOpen = text.isEmpty() ? lineOpen : text.charAt(text.length() - 1) != '\n';
            unreadable += unreadableLines(text);
        }
    }

    private void count(Span span, String text, long at) {
        Counted one = counted.computeIfAbsent(span.kind(), ignored -> new Counted());
        one.count++;
        one.confidence = Math.max(one.confidence, span.confidence());
        one.evidence.addAll(span.evidence());
        if (one.places.size() < PLACES_MAX) {
            one.places.add(new Place(at, masked(span.kind(), text.substring(span.start(), span.end()))));
        }
    }

    /** By the one engine; what the kind's own type cannot read is hidden whole. */
    private static String masked(Kind kind, String raw) {
        SecretText normal = null;
        try {
            normal = kind.type().read(raw);
        } catch (InvalidValue unreadable) {
            // null hides it.
        }
        return kind.mask().apply(normal);
    }

    private static long newlines(String text, int from, int to) {
        long lines = 0;
        for (int i = from; i < to; i++) {
            lines += text.charAt(i) == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static long unreadableLines(String text) {
        long lines = 0;
        for (int at = text.indexOf(DecodingReader.UNREADABLE); at >= 0;) {
            lines++;
            int next = text.indexOf('\n', at);
            at = next < 0 ? -1 : text.indexOf(DecodingReader.UNREADABLE, next);
        }
        return lines;
    }

    long lines() {
        return line - (lineOpen ? 0 : 1);
    }

    long unreadableLines() {
        return unreadable;
    }

    /** Most sensitive first. */
    List<Found> found() {
        return counted.entrySet().stream()
                .map(one -> new Found(one.getKey(), one.getValue().count, one.getValue().confidence,
                        one.getValue().evidence, one.getValue().places))
                .sorted((a, b) -> Integer.compare(b.kind().dataClass().level(), a.kind().dataClass().level()))
                .toList();
    }
}
