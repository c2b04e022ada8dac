// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names a document declares. A name counts as declared once it is written, even where what stands
 * below it is wrong: one mistake gives one problem, not one for each mention.
 */
record Declared(Set<String> classes, Set<String> roles, Set<String> fields, Set<String> purposes) {

    String dataClass(Part part, String key) {
        return one(part, key, classes, Problem.Kind.UNKNOWN_CLASS);
    }

    String role(Part part, String key) {
        return one(part, key, roles, Problem.Kind.UNKNOWN_ROLE);
    }

    String purpose(Part part, String key) {
        return one(part, key, purposes, Problem.Kind.UNKNOWN_PURPOSE);
    }

    Set<String> classes(Part part, String key) {
        return several(part, key, classes, Problem.Kind.UNKNOWN_CLASS);
    }

    Set<String> roles(Part part, String key) {
        return several(part, key, roles, Problem.Kind.UNKNOWN_ROLE);
    }

    /** Roles, or the words for somebody's superior and for the person accountable. */
    Set<String> approvers(Part part, String key) {
        Set<String> known = new LinkedHashSet<>(roles);
        known.add(Scene.SUPERIOR);
        known.add(Scene.ACCOUNTABLE);
        return several(part, key, known, Problem.Kind.UNKNOWN_ROLE);
    }

    Set<String> fields(Part part, String key) {
        return several(part, key, fields, Problem.Kind.UNKNOWN_FIELD);
    }

    Set<String> purposes(Part part, String key) {
        return several(part, key, purposes, Problem.Kind.UNKNOWN_PURPOSE);
    }

    boolean selects(String selector) {
        return fields.contains(selector) || classes.contains(selector);
    }

    private static String one(Part part, String key, Set<String> known, Problem.Kind kind) {
        Optional<String> text = part.optionalText(key, true);
        text.filter(name -> !known.contains(name))
                .ifPresent(name -> part.note(key, kind, name, List.copyOf(known)));
        return text.orElse("");
    }

    private static Set<String> several(Part part, String key, Set<String> known, Problem.Kind kind) {
        Map<String, Findings.Place> texts = part.texts(key);
        texts.forEach((name, place) -> {
            if (!known.contains(name)) {
                part.note(place, kind, name, List.copyOf(known));
            }
        });
        return new LinkedHashSet<>(texts.keySet());
    }
}
