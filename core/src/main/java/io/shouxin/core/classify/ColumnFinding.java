// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.detect.Evidence;
import io.shouxin.core.detect.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What one column holds.
 *
 * @param column number, from 1
 * @param header its name; empty where there is none, or where the name itself holds somebody's value
 * @param kind what it holds, or empty
 * @param confidence 0 to 100; from {@link #CONFIDENCE_MIN} on it counts, below it is a hint to look
 * @param evidence what the single values showed
 * @param inside what was found inside longer texts, with the number of cells
 * @param type the value type that most of the values would be read by
 * @param examples values under the kind's mask, at most three
 * @param version of recognisers and classification together
 */
public record ColumnFinding(int column, String header, Optional<Kind> kind, int confidence, List<Reason> reasons,
        Set<Evidence> evidence, Map<Kind, Long> inside, ValueType type, ColumnCounts counts, List<String> examples,
        String version) {

    public static final int CONFIDENCE_MIN = 50;

    public ColumnFinding {
        Objects.requireNonNull(header);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(type);
        Objects.requireNonNull(counts);
        Objects.requireNonNull(version);
        reasons = List.copyOf(reasons);
        Map<Kind, Long> ordered = new EnumMap<>(Kind.class);
        ordered.putAll(inside);
        inside = Collections.unmodifiableMap(ordered);
        examples = List.copyOf(examples);
    }

    /** Whether it counts: something was found, and surely enough. */
    public boolean counts(int confidenceMin) {
        return kind.isPresent() && confidence >= confidenceMin || !inside.isEmpty();
    }

    /** The highest level of what it holds, as a whole or inside longer texts. 0 where nothing was found. */
    public int level() {
        int whole = kind.map(found -> found.dataClass().level()).orElse(0);
        return Math.max(whole, inside.keySet().stream().mapToInt(one -> one.dataClass().level()).max().orElse(0));
    }

    /** The kind of the column, or of what lies inside it the one with the highest level. */
    public Optional<Kind> leading() {
        return kind.or(() -> inside.keySet().stream()
                .max((a, b) -> Integer.compare(a.dataClass().level(), b.dataClass().level())));
    }
}
