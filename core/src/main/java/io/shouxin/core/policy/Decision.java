// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The answer to an {@link Ask}.
 *
 * @param fields one decision for each field asked, by name. A name the register does not know is the
 *     caller's text: do not write it down.
 * @param reasons why the request as a whole is refused; empty when it is not. With no reason here the
 *     actor may also search and collect for the purpose.
 */
public record Decision(SortedMap<String, FieldDecision> fields, List<Reason> reasons) {
    public Decision {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        reasons = List.copyOf(reasons);
    }

    /** Codes of the scenes in which somebody has to agree before all of it is given; empty when nobody has to. */
    public SortedSet<String> needsAgreement() {
        SortedSet<String> scenes = new TreeSet<>();
        fields.values().stream().flatMap(field -> field.reasons().stream())
                .filter(reason -> reason.key().equals(Reason.Kind.NEEDS_AGREEMENT.key()))
                .forEach(reason -> scenes.addAll(reason.arguments()));
        return scenes;
    }

    /** Leaves out the names, for the same reason. */
    @Override
    public String toString() {
        return "Decision[" + fields.size() + " fields, " + reasons + "]";
    }
}
