// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import io.shouxin.core.policy.Change;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Hours;
import io.shouxin.core.policy.Keep;
import io.shouxin.core.policy.Register;
import io.shouxin.server.register.RegisterWords;

import org.springframework.stereotype.Component;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Differences between two registers as sentences somebody can say yes or no to. */
@Component
class ChangeWords {

    private static final String NEEDS = "needs/";
    private static final String NETWORKS = "needs/networks/";

    private final RegisterWords words;

    ChangeWords(RegisterWords words) {
        this.words = words;
    }

    /**
     * @param about what the change is about: a role with its purpose, a field, a class …
     * @param what what happens to it
     * @param path the place in the document
     */
    record Sentence(Change.Kind kind, String about, String what, String path) {

        public String icon() {
            return switch (kind) {
                case ADDED -> "plus";
                case REMOVED -> "minus";
                case CHANGED -> "arrow-right";
            };
        }

        public String kindKey() {
            return "register.change." + kind.name().toLowerCase(Locale.ROOT);
        }
    }

    List<Sentence> sentences(List<Change> changes, Register before, Register after) {
        return changes.stream().map(change -> sentence(change, before, after)).toList();
    }

    private Sentence sentence(Change change, Register before, Register after) {
        String[] path = change.path().split("/");
        if (path.length == 1) {
            return new Sentence(change.kind(), words.of("register.part.document"),
                    line(change, words.of("register.attribute." + path[0])), change.path());
        }
        // What is gone has its name in the old register only.
        Register names = change.kind() == Change.Kind.REMOVED ? before : after;
        int parts = path[0].equals("rules") || path[0].equals("budgets") || purposeOfRetention(path, names) ? 3 : 2;
        String about = about(path, names);
        String rest = String.join("/", Arrays.asList(path).subList(Math.min(parts, path.length), path.length));
        return new Sentence(change.kind(), about, what(change, path[0], rest, before, after), change.path());
    }

    private static boolean purposeOfRetention(String[] path, Register names) {
        return path[0].equals("retention") && path.length > 2 && names.purposes().containsKey(path[2]);
    }

    private String about(String[] path, Register names) {
        String code = path[1];
        return switch (path[0]) {
            case "classes" -> words.of("register.part.class", words.selector(names, code));
            case "roles" -> words.of("register.part.role", words.role(names, code));
            case "fields" -> words.of("register.part.field", words.field(names, code));
            case "purposes" -> words.of("register.part.purpose", words.purpose(names, code));
            case "rules" -> words.of("register.part.rule", words.role(names, code), words.purpose(names, path[2]));
            case "retention" -> path.length > 2
                    ? words.of("register.part.retention-for", words.selector(names, code),
                            words.purpose(names, path[2]))
                    : words.of("register.part.retention", words.selector(names, code));
            case "recipients" -> words.of("register.part.recipient",
                    Optional.ofNullable(names.recipients().get(code)).map(words::name).orElse(code));
            case "budgets" -> path.length > 2
                    ? words.of("register.part.budget-for", value(code), words.role(names, path[2]))
                    : words.of("register.part.budget", value(code));
            case "scenes" -> words.of("register.part.scene",
                    Optional.ofNullable(names.scenes().get(code)).map(words::name).orElse(code));
            default -> String.join("/", path);
        };
    }

    private String what(Change change, String part, String rest, Register before, Register after) {
        Register names = change.kind() == Change.Kind.REMOVED ? before : after;
        if (rest.isEmpty()) {
            return part.equals("retention") ? line(change, words.of("register.attribute.keep"))
                    : part.equals("budgets") ? line(change, words.of("register.attribute.limit"))
                    : words.of("register.change.whole-" + kind(change));
        }
        if (part.equals("scenes") && rest.contains("/")) {
            return item(change, rest, names);
        }
        if (rest.startsWith("give/")) {
            return give(change, rest.substring("give/".length()), before, after);
        }
        if (rest.startsWith("collects/")) {
            return member(change, "collects", words.field(names, rest.substring("collects/".length())));
        }
        if (rest.startsWith("purposes/")) {
            return member(change, "purposes", words.purpose(names, rest.substring("purposes/".length())));
        }
        if (rest.startsWith("fields/")) {
            return member(change, "fields", words.field(names, rest.substring("fields/".length())));
        }
        if (rest.startsWith(NETWORKS)) {
            return member(change, "networks", rest.substring(NETWORKS.length()));
        }
        return line(change, words.of("register.attribute."
                + (rest.startsWith(NEEDS) ? rest.substring(NEEDS.length()) : rest)));
    }

    /**
     * The heart of a register: who gets what in which form. A field's line that comes or goes uncovers or
     * covers its class's line, so the form before or after is the class's and not nothing.
     */
    private String give(Change change, String selector, Register before, Register after) {
        String rule = change.path().substring("rules/".length(), change.path().lastIndexOf("/give/"));
        Register other = change.kind() == Change.Kind.ADDED ? before : after;
        Optional<Form> ofClass = Optional.ofNullable(other.fields().get(selector)).flatMap(field ->
                other.rules().stream().filter(one -> one.id().equals(rule)).findFirst()
                        .map(one -> one.give().get(field.classCode())));
        String name = words.selector(change.kind() == Change.Kind.REMOVED ? before : after, selector);
        if (ofClass.isPresent() && change.kind() != Change.Kind.CHANGED) {
            return words.of("register.change.give-" + kind(change) + "-over", name,
                    change.before().map(this::value).orElseGet(() -> words.form(ofClass.get())),
                    change.after().map(this::value).orElseGet(() -> words.form(ofClass.get())),
                    other.fields().get(selector).classCode());
        }
        return words.of("register.change.give-" + kind(change), name,
                change.before().map(this::value).orElse(""), change.after().map(this::value).orElse(""));
    }

    private String member(Change change, String list, String member) {
        return words.of("register.change." + list + "-" + kind(change), member);
    }

    /** One item more or less in a list of a scene. */
    private String item(Change change, String rest, Register names) {
        String list = rest.substring(0, rest.indexOf('/'));
        String name = rest.substring(list.length() + 1);
        String said = switch (list) {
            case "classes" -> words.selector(names, name);
            case "purposes" -> words.purpose(names, name);
            case "roles", "approvers" -> names.roles().containsKey(name) ? words.role(names, name) : value(name);
            default -> value(name);
        };
        return words.of("register.change.item-" + kind(change), words.of("register.attribute." + list), said);
    }

    private String line(Change change, String attribute) {
        return words.of("register.change.line-" + kind(change), attribute,
                change.before().map(this::value).orElse(""), change.after().map(this::value).orElse(""));
    }

    private static String kind(Change change) {
        return change.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Words of the notation in the reader's language; a text somebody wrote stays as it is. */
    private String value(String text) {
        Optional<Form> form = Arrays.stream(Form.values()).filter(one -> one.code().equals(text)).findFirst();
        if (form.isPresent()) {
            return words.form(form.get());
        }
        return Keep.parse(text).map(words::keep)
                .or(() -> Hours.parse(text).map(words::hours))
                .or(() -> known(text))
                .orElse(text);
    }

    private Optional<String> known(String text) {
        String key = "register.value." + text;
        String found = text.matches("[a-z-]+") ? words.of(key) : key;
        return found.equals(key) ? Optional.empty() : Optional.of(found);
    }
}
