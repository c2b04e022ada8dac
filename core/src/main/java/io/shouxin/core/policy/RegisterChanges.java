// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The difference between two registers in words somebody can accept or refuse. What is new or gone as
 * a whole is one change with all it holds; what stays is compared line by line. Order in the document
 * makes no difference, because it decides nothing.
 */
public final class RegisterChanges {

    private RegisterChanges() {
    }

    /** Changes from the first to the second, in the order of the document. */
    public static List<Change> between(Register before, Register after) {
        Map<String, Map<String, String>> old = flat(before);
        Map<String, Map<String, String>> now = flat(after);
        List<Change> changes = new ArrayList<>();
        for (String section : List.of("", "classes/", "roles/", "fields/", "purposes/", "rules/",
                "retention/", "recipients/", "scenes/",
                "budgets/")) {
            for (String path : both(old, now)) {
                if (path.startsWith(section) && (!section.isEmpty() || !path.contains("/"))) {
                    part(path, old.get(path), now.get(path), changes);
                }
            }
        }
        return changes;
    }

    private static void part(
            String path, Map<String, String> old, Map<String, String> now, List<Change> changes) {
        if (old == null || now == null) {
            changes.add(change(path, old == null ? null : inOne(old), now == null ? null : inOne(now)));
            return;
        }
        for (String line : both(old, now)) {
            if (!Optional.ofNullable(old.get(line)).equals(Optional.ofNullable(now.get(line)))) {
                String place = line.isEmpty() ? path : path + "/" + line;
                changes.add(change(place, old.get(line), now.get(line)));
            }
        }
    }

    private static Change change(String path, String before, String after) {
        Change.Kind kind = before == null ? Change.Kind.ADDED
                : after == null ? Change.Kind.REMOVED : Change.Kind.CHANGED;
        return new Change(kind, path, Optional.ofNullable(before), Optional.ofNullable(after));
    }

    private static String inOne(Map<String, String> lines) {
        // An empty rule still lets its role search and collect, so it must not read like no change.
        return lines.isEmpty() ? "nothing"
                : lines.entrySet().stream().map(RegisterChanges::line).collect(Collectors.joining(", "));
    }

    /** Members of a list carry their value in their name already. */
    private static String line(Map.Entry<String, String> line) {
        if (line.getKey().isEmpty()) {
            return line.getValue();
        }
        return line.getKey().endsWith("/" + line.getValue())
                ? line.getKey() : line.getKey() + ": " + line.getValue();
    }

    private static Set<String> both(Map<String, ?> old, Map<String, ?> now) {
        Set<String> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(now.keySet());
        return keys;
    }

    /** The register as places with lines; a part that is one value has one line without a name. */
    private static Map<String, Map<String, String>> flat(Register register) {
        Map<String, Map<String, String>> parts = new LinkedHashMap<>();
        parts.put("name", Map.of("", register.name()));
        parts.put("zone", Map.of("", register.zone().getId()));
        register.classes().forEach((code, one) -> parts.put("classes/" + code, dataClass(one)));
        register.roles().forEach((code, one) -> parts.put("roles/" + code, role(one)));
        register.fields().forEach((code, one) -> parts.put("fields/" + code, field(one)));
        register.purposes().forEach((code, one) -> parts.put("purposes/" + code, purpose(one)));
        register.rules().forEach(one -> parts.put("rules/" + one.id(), rule(one)));
        register.retention().forEach(one -> parts.put("retention/" + one.classCode()
                + one.purpose().map(purpose -> "/" + purpose).orElse(""), Map.of("", one.keep().text())));
        register.recipients().forEach((code, one) -> parts.put("recipients/" + code, recipient(one)));
        register.scenes().forEach((code, one) -> parts.put("scenes/" + code, scene(one)));
        register.budgets().forEach(one -> parts.put("budgets/" + Word.of(one.family())
                + one.role().map(role -> "/" + role).orElse(""),
                Map.of("", one.limit() + " / " + one.days() + "d")));
        return parts;
    }

    private static Map<String, String> dataClass(DataClass one) {
        Map<String, String> lines = names(one.zh(), one.en());
        lines.put("level", Integer.toString(one.level()));
        lines.put("family", Word.of(one.family()));
        lines.put("budget", Word.of(one.budget()));
        return lines;
    }

    private static Map<String, String> role(Role one) {
        Map<String, String> lines = names(one.zh(), one.en());
        lines.put("channel", one.channel().code());
        return lines;
    }

    private static Map<String, String> field(Field one) {
        Map<String, String> lines = names(one.zh(), one.en());
        lines.put("class", one.classCode());
        lines.put("type", one.type());
        lines.put("mask", one.mask());
        lines.put("index", one.index().code());
        lines.put("required", Boolean.toString(one.required()));
        lines.put("suite", Word.of(one.suite()));
        return lines;
    }

    private static Map<String, String> purpose(Purpose one) {
        Map<String, String> lines = names(one.zh(), one.en());
        lines.put("basis", one.basis().code());
        lines.put("article", one.article());
        one.collects().forEach(field -> lines.put("collects/" + field, field));
        lines.put("unlisted", one.unlisted().code());
        lines.put("needs/ticket", Boolean.toString(one.needs().ticket()));
        lines.put("needs/consent", Boolean.toString(one.needs().consent()));
        one.needs().hours().ifPresent(hours -> lines.put("needs/hours", hours.text()));
        one.needs().networks().forEach(network -> lines.put("needs/networks/" + network, network));
        return lines;
    }

    private static Map<String, String> rule(Rule one) {
        Map<String, String> lines = new LinkedHashMap<>();
        one.give().forEach((selector, form) -> lines.put("give/" + selector, form.code()));
        return lines;
    }

    private static Map<String, String> recipient(Recipient one) {
        Map<String, String> lines = names(one.zh(), one.en());
        lines.put("contact", one.contact());
        one.purposes().forEach(purpose -> lines.put("purposes/" + purpose, purpose));
        one.fields().forEach(field -> lines.put("fields/" + field, field));
        lines.put("basis", one.basis().code());
        one.key().ifPresent(key -> lines.put("key", key));
        return lines;
    }

    private static Map<String, String> scene(Scene one) {
        Map<String, String> lines = names(one.zh(), one.en());
        Scene.Covers covers = one.covers();
        lines.put("operation", covers.operation().code());
        covers.classes().forEach(code -> lines.put("classes/" + code, code));
        covers.forms().forEach(form -> lines.put("forms/" + form.code(), form.code()));
        covers.roles().forEach(role -> lines.put("roles/" + role, role));
        covers.purposes().forEach(purpose -> lines.put("purposes/" + purpose, purpose));
        lines.put("more-than", Integer.toString(covers.moreThan()));
        covers.outside().ifPresent(hours -> lines.put("outside", hours.text()));
        lines.put("beyond-budget", Boolean.toString(covers.beyondBudget()));
        Scene.Terms terms = one.terms();
        terms.ways().forEach(way -> lines.put("ways/" + way.code(), way.code()));
        terms.approvers().forEach(approver -> lines.put("approvers/" + approver, approver));
        lines.put("window", terms.windowText());
        lines.put("uses", terms.uses());
        lines.put("otherwise", one.otherwise().code());
        return lines;
    }

    private static Map<String, String> names(String zh, String en) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("zh", zh);
        lines.put("en", en);
        return lines;
    }
}
