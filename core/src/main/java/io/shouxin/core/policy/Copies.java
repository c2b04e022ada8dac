// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Unchangeable copies that keep the order of the document; {@code Map.copyOf} loses it, run by run. */
final class Copies {

    private Copies() {
    }

    static <V> Map<String, V> ofMap(Map<String, V> map) {
        map.forEach((key, value) -> {
            Objects.requireNonNull(key);
            Objects.requireNonNull(value);
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static Set<String> ofSet(Set<String> set) {
        set.forEach(Objects::requireNonNull);
        return Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }
}
