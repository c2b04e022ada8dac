// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The departments as a tree, for the side of the list of people. */
final class Organisation {

    private final Map<String, Department> byCode = new LinkedHashMap<>();
    private final Map<String, List<Department>> below = new HashMap<>();

    Organisation(List<Department> departments) {
        departments.forEach(one -> byCode.put(one.code(), one));
        departments.forEach(one -> below.computeIfAbsent(
                one.parent().filter(byCode::containsKey).orElse(""), code -> new ArrayList<>()).add(one));
    }

    /** One department with what is below it; {@code people} counts those too. */
    record Branch(String code, String name, int people, boolean current, List<Branch> below) {}

    /** The tree from its roots, with the chosen department marked. */
    List<Branch> tree(String chosen) {
        return branches("", chosen, new HashSet<>());
    }

    // A ring of parents has no root, so it is not reached; the set only guards a tree that changes meanwhile.
    private List<Branch> branches(String parent, String chosen, Set<String> seen) {
        List<Branch> branches = new ArrayList<>();
        for (Department one : below.getOrDefault(parent, List.of())) {
            if (seen.add(one.code())) {
                List<Branch> under = branches(one.code(), chosen, seen);
                int people = one.people() + under.stream().mapToInt(Branch::people).sum();
                branches.add(new Branch(one.code(), one.nameForReader(), people, one.code().equals(chosen), under));
            }
        }
        return branches;
    }

    String name(String code) {
        Department department = byCode.get(code);
        return department == null ? code : department.nameForReader();
    }

    /** The way from the root to this department, in words. */
    String path(String code) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Department at = byCode.get(code); at != null && seen.add(at.code());
                at = at.parent().map(byCode::get).orElse(null)) {
            names.add(0, at.nameForReader());
        }
        return names.isEmpty() ? code : String.join(" / ", names);
    }

    /** For a narrow choice of one: code to name, set in by its depth, in the order of the tree. */
    Map<String, String> indented() {
        Map<String, String> options = new LinkedHashMap<>();
        indent(tree(""), "", options);
        return options;
    }

    private static void indent(List<Branch> branches, String by, Map<String, String> options) {
        for (Branch one : branches) {
            options.put(one.code(), by + one.name());
            indent(one.below(), by + "\u3000", options);
        }
    }

    /** For a choice of one: code to its way from the root. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        byCode.keySet().stream().sorted(java.util.Comparator.comparing(this::path))
                .forEach(code -> options.put(code, path(code)));
        return options;
    }
}
