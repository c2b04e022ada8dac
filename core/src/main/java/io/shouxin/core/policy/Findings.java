// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong, so that one reading tells all of it. */
final class Findings {

    /** A message shows at most this much of a text that was found, so that it stays one line. */
    private static final int SHOWN_MAX = 40;
    private static final Comparator<Problem> ORDER =
            Comparator.comparingInt(Problem::line).thenComparing(Problem::path).thenComparing(Problem::key);

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void add(Place place, Problem.Kind kind, String found, Collection<String> allowed) {
        List<String> arguments = new ArrayList<>();
        arguments.add(shown(found));
        arguments.addAll(allowed);
        (kind.warning() ? warnings : problems)
                .add(new Problem(place.line(), place.path(), kind.key(), arguments));
    }

    void add(Place place, Problem.Kind kind, String found) {
        add(place, kind, found, List.of());
    }

    List<Problem> problems() {
        return problems.stream().sorted(ORDER).toList();
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(ORDER).toList();
    }

    private static String shown(String found) {
        int length = found.codePointCount(0, found.length());
        String start = length <= SHOWN_MAX
                ? found : found.substring(0, found.offsetByCodePoints(0, SHOWN_MAX)) + "…";
        StringBuilder clean = new StringBuilder();
        start.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c));
        return clean.toString();
    }

    /** Where something stands in the document. */
    record Place(int line, String path) {
    }
}
