// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * A document as a tree with line numbers, so that this package needs no parser of its own. Whoever
 * parses hands over texts as they are written ({@code 3}, {@code true}) and an empty value as the
 * empty text. Anchors and merge keys are resolved, and depth is limited, before the tree gets here.
 */
public sealed interface Node permits Node.Scalar, Node.Sequence, Node.Mapping {

    /** Line in the document, counted from 1. */
    int line();

    /** A text, number or truth value as written. */
    record Scalar(int line, String text) implements Node {
        public Scalar {
            Objects.requireNonNull(text);
        }
    }

    /** A list. */
    record Sequence(int line, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /**
     * Keys with their values, in the order of the document. A key written twice is kept twice here,
     * because the reader has to report it.
     */
    record Mapping(int line, List<Entry> pairs) implements Node {
        public Mapping {
            pairs = List.copyOf(pairs);
        }

        /** The first value of each key. */
        public LinkedHashMap<String, Node> entries() {
            LinkedHashMap<String, Node> first = new LinkedHashMap<>();
            pairs.forEach(pair -> first.putIfAbsent(pair.key(), pair.value()));
            return first;
        }

        /** The line of a key's first appearance; the mapping's own line when it is not there. */
        public int keyLine(String key) {
            return pairs.stream().filter(pair -> pair.key().equals(key)).mapToInt(Entry::line)
                    .findFirst().orElse(line);
        }
    }

    /** One key of a mapping, the line it stands on, and its value. */
    record Entry(String key, int line, Node value) {
        public Entry {
            Objects.requireNonNull(key);
            Objects.requireNonNull(value);
        }
    }
}
