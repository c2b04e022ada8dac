// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.plan.PlanProblem.Kind;
import io.shouxin.core.policy.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a document into a plan, reading all of it before it judges. */
final class PlanReader {

    static final String FORMAT = "shouxin-plan/1";
    private static final List<String> TOP =
            List.of("format", "release", "recipient", "on-invalid", "groups", "columns");
    private static final int SHOWN_MAX = 40;
    private static final long GROUP_MAX = 1_000_000;

    private final Plan.HierarchyFiles hierarchies;
    private final List<PlanProblem> problems = new ArrayList<>();

    PlanReader(Plan.HierarchyFiles hierarchies) {
        this.hierarchies = hierarchies;
    }

    /** A mapping of the document with its place; what is wrong with it is noted as it is asked. */
    final class Part {

        final int line;
        final String path;
        private final Map<String, Node> values;
        private final Map<String, Integer> lines = new LinkedHashMap<>();

        private Part(Node node, String path) {
            this.line = node.line();
            this.path = path;
            if (node instanceof Node.Mapping mapping) {
                values = mapping.entries();
                Set<String> seen = new HashSet<>();
                for (Node.Entry entry : mapping.pairs()) {
                    lines.putIfAbsent(entry.key(), entry.line());
                    if (!seen.add(entry.key())) {
                        noted(Kind.TWICE, entry.line(), within(entry.key()), entry.key(), List.of());
                    }
                }
            } else {
                values = Map.of();
                noted(Kind.WRONG_KIND, line, path, "", List.of());
            }
        }

        void knows(List<String> keys) {
            values.keySet().stream().filter(key -> !keys.contains(key))
                    .forEach(key -> noted(Kind.UNKNOWN_KEY, lines.get(key), within(key), key, keys));
        }

        boolean has(String key) {
            return values.containsKey(key);
        }

        Set<String> keys() {
            return values.keySet();
        }

        Part part(String key) {
            return new Part(values.get(key), within(key));
        }

        /** The text of a key; null, and noted, where there is none. */
        String text(String key) {
            Node value = values.get(key);
            if (value == null) {
                noted(Kind.MISSING, line, within(key), key, List.of());
                return null;
            }
            if (!(value instanceof Node.Scalar scalar)) {
                noted(Kind.WRONG_KIND, value.line(), within(key), "", List.of());
                return null;
            }
            return scalar.text();
        }

        /** The same without a note; null for what is no text. */
        String scalar(String key) {
            return values.get(key) instanceof Node.Scalar scalar ? scalar.text() : null;
        }

        void note(Kind kind, String key, String found, List<String> allowed) {
            noted(kind, lines.getOrDefault(key, line), within(key), found, allowed);
        }

        /** A refusal of a technique, under its own key. */
        void refused(String key, String messageKey) {
            problems.add(new PlanProblem(lines.getOrDefault(key, line), within(key), messageKey, List.of("", "")));
        }

        private String within(String key) {
            return path.isEmpty() ? key : path + "/" + key;
        }
    }

    Plan.Reading read(Node document) {
        Part top = new Part(document, "");
        top.knows(TOP);
        String format = top.text("format");
        if (format != null && !format.equals(FORMAT)) {
            top.note(Kind.FORMAT, "format", format, List.of(FORMAT));
        }
        String release = name(top, "release");
        String recipient = name(top, "recipient");
        OnInvalid onInvalid = onInvalid(top, OnInvalid.REJECT);
        List<Plan.Column> columns = new ArrayList<>();
        if (!top.has("columns")) {
            top.note(Kind.MISSING, "columns", "columns", List.of());
        } else {
            columns(top.part("columns"), onInvalid, columns);
        }
        Plan.Groups groups = groups(top, columns);
        problems.sort(Comparator.comparingInt(PlanProblem::line).thenComparing(PlanProblem::path));
        return problems.isEmpty() ? new Plan.Reading(Optional.of(new Plan(release, recipient, columns,
                Optional.ofNullable(groups))), List.of())
                : new Plan.Reading(Optional.empty(), problems);
    }

    private void columns(Part part, OnInvalid onInvalid, List<Plan.Column> columns) {
        if (part.keys().isEmpty()) {
            noted(Kind.NO_COLUMNS, part.line, part.path, "", List.of());
        }
        TechniqueReader reader = new TechniqueReader(hierarchies);
        for (String name : part.keys()) {
            Part column = part.part(name);
            OnInvalid own = onInvalid(column, onInvalid);
            Technique technique = reader.read(column);
            if (technique instanceof Technique.Least && column.has("on-invalid") && own != OnInvalid.REJECT) {
                column.note(Kind.ROW_STAYS, "on-invalid", own.code(), List.of());
            }
            if (technique != null) {
                // A row of which a group does not know the value cannot be counted in it.
                columns.add(new Plan.Column(name, technique,
                        technique instanceof Technique.Least ? OnInvalid.REJECT : own, column.line));
            }
        }
        for (Plan.Column column : columns) {
            person(part, column, columns);
        }
        if (!columns.isEmpty() && columns.size() == part.keys().size()
                && columns.stream().allMatch(one -> one.technique() instanceof Technique.Drop)) {
            noted(Kind.NOTHING_LEFT, part.line, part.path, "", List.of());
        }
    }

    /** A person is told apart by what is released of the column, so that a shift can be found again. */
    private static void person(Part columns, Plan.Column column, List<Plan.Column> all) {
        String person = column.technique() instanceof Technique.Shifted shifted ? shifted.person()
                : column.technique() instanceof Technique.Noisy noisy ? noisy.person() : null;
        if (person == null) {
            return;
        }
        boolean stays = all.stream().anyMatch(one -> one.name().equals(person)
                && (one.technique() instanceof Technique.Keep || one.technique() instanceof Technique.Pseudonym
                || one.technique() instanceof Technique.Token));
        if (!stays) {
            columns.part(column.name()).note(Kind.PERSON, "person", person, List.of());
        }
    }

    /** Null where there are none, or something about them is wrong, which is noted. */
    private Plan.Groups groups(Part top, List<Plan.Column> columns) {
        List<Plan.Column> least = columns.stream().filter(one -> one.technique() instanceof Technique.Least).toList();
        if (!top.has("groups")) {
            least.forEach(one -> noted(Kind.GROUPS, one.line(), "columns/" + one.name(), "", List.of()));
            return null;
        }
        Part part = top.part("groups");
        part.knows(List.of("k", "sensitive", "l", "t", "suppress"));
        if (least.isEmpty()) {
            noted(Kind.GROUPS, part.line, part.path, "", List.of());
        }
        Long k = TechniqueReader.whole(part, "k", 2, GROUP_MAX);
        Long l = part.has("l") ? TechniqueReader.whole(part, "l", 2, GROUP_MAX) : Long.valueOf(0);
        Double t = part.has("t") ? TechniqueReader.share(part, "t", false) : Double.valueOf(0);
        Double suppress = part.has("suppress") ? TechniqueReader.share(part, "suppress", true) : Double.valueOf(0);
        String sensitive = part.has("sensitive") ? part.text("sensitive") : null;
        boolean asked = part.has("l") || part.has("t");
        if (asked != part.has("sensitive")) {
            part.note(Kind.MISSING, asked ? "sensitive" : "l", asked ? "sensitive" : "l, t", List.of());
        } else if (sensitive != null && columns.stream().noneMatch(one -> one.name().equals(sensitive)
                && !one.technique().whole() && !(one.technique() instanceof Technique.Drop))) {
            part.note(Kind.SENSITIVE, "sensitive", sensitive, List.of());
        }
        return k == null || l == null || t == null || suppress == null ? null
                : new Plan.Groups(k.intValue(), sensitive, l.intValue(), t, suppress);
    }

    private static OnInvalid onInvalid(Part part, OnInvalid otherwise) {
        if (!part.has("on-invalid")) {
            return otherwise;
        }
        String text = part.text("on-invalid");
        List<String> words = Arrays.stream(OnInvalid.values()).map(OnInvalid::code).toList();
        if (text != null && !words.contains(text)) {
            part.note(Kind.WORD, "on-invalid", text, words);
        }
        return text == null || !words.contains(text) ? otherwise : OnInvalid.values()[words.indexOf(text)];
    }

    private static String name(Part part, String key) {
        String text = part.text(key);
        if (text != null && !FieldName.isValid(text)) {
            part.note(Kind.NAME, key, text, List.of());
        }
        return text;
    }

    private void noted(Kind kind, int line, String path, String found, List<String> allowed) {
        problems.add(kind.at(line, shown(path, 4 * SHOWN_MAX), shown(found, SHOWN_MAX), allowed));
    }

    private static String shown(String found, int max) {
        int length = found.codePointCount(0, found.length());
        String start = length <= max ? found : found.substring(0, found.offsetByCodePoints(0, max)) + "…";
        StringBuilder clean = new StringBuilder();
        start.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c));
        return clean.toString();
    }
}
