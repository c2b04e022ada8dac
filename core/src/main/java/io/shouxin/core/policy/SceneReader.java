// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one scene of the document. */
final class SceneReader {

    private static final int CUSTOMERS_MAX = 1_000_000;
    private static final String ONCE = "once";
    private static final String WINDOW = "window";

    private SceneReader() {
    }

    static Scene read(Part part, Declared declared) {
        Scene.Covers covers = covers(part, declared);
        Scene.Terms terms = terms(part, declared);
        Form otherwise = part.word("otherwise", Form.class, Form.REFUSED);
        if (otherwise != Form.REFUSED && otherwise != Form.MASKED) {
            part.note("otherwise", Problem.Kind.UNKNOWN_WORD, otherwise.code(),
                    List.of(Form.REFUSED.code(), Form.MASKED.code()));
            otherwise = Form.REFUSED;
        }
        if (otherwise == Form.MASKED && covers.operation() == Operation.SEARCH) {
            part.note("otherwise", Problem.Kind.UNKNOWN_WORD, otherwise.code(), List.of(Form.REFUSED.code()));
        } else if (otherwise == Form.MASKED && covers.forms().stream().anyMatch(form -> form != Form.CLEAR)) {
            // What needs agreement would be what is given without it.
            part.note("otherwise", Problem.Kind.UNKNOWN_WORD, otherwise.code(), List.of(Form.REFUSED.code()));
        }
        if (covers.operation() == Operation.EXPORT && terms.ways().contains(Way.TICKET)) {
            // A file holds many customers: a ticket is about one, and no second person.
            part.note("ways", Problem.Kind.SCENE_EXPORT, Way.TICKET.code(),
                    List.of(Way.REMOTE.code(), Way.ON_SITE.code()));
        }
        return new Scene(part.name(), part.text("zh"), part.text("en"), covers, terms, otherwise);
    }

    private static Scene.Covers covers(Part part, Declared declared) {
        Set<String> classes = declared.classes(part, "classes");
        if (classes.isEmpty()) {
            empty(part, "classes");
        }
        Operation operation = part.word("operation", Operation.class, Operation.REVEAL);
        // A search answers whether there is somebody, whatever its rule would show of them.
        Set<Form> forms = part.several("forms", Form.class, operation == Operation.SEARCH
                ? EnumSet.of(Form.CLEAR, Form.MASKED, Form.TOKEN) : Set.of(Form.CLEAR));
        if (forms.contains(Form.REFUSED)) {
            part.note("forms", Problem.Kind.UNKNOWN_WORD, Form.REFUSED.code(),
                    List.of(Form.CLEAR.code(), Form.MASKED.code(), Form.TOKEN.code()));
        }
        if (forms.isEmpty()) {
            empty(part, "forms");
        }
        return new Scene.Covers(operation, classes, forms,
                some(part, "roles", declared.roles(part, "roles")),
                some(part, "purposes", declared.purposes(part, "purposes")),
                part.number("more-than", 0, CUSTOMERS_MAX).orElse(0), hours(part), part.flag("beyond-budget"));
    }

    /** An empty list would read like "of nobody" and work like "of everybody". */
    private static Set<String> some(Part part, String key, Set<String> names) {
        if (part.has(key) && names.isEmpty()) {
            empty(part, key);
        }
        return names;
    }

    private static Optional<Hours> hours(Part part) {
        Optional<String> text = part.optionalText("outside");
        Optional<Hours> hours = text.flatMap(Hours::parse);
        if (text.isPresent() && hours.isEmpty()) {
            part.note("outside", Problem.Kind.BAD_HOURS, text.get(), List.of("mon-fri 08:30-18:00"));
        }
        return hours;
    }

    private static Scene.Terms terms(Part part, Declared declared) {
        Set<Way> ways = part.several("ways", Way.class, Set.of(Way.REMOTE));
        if (ways.isEmpty()) {
            empty(part, "ways");
        }
        Set<String> approvers = declared.approvers(part, "approvers");
        boolean people = ways.contains(Way.REMOTE) || ways.contains(Way.ON_SITE);
        if (people && approvers.isEmpty()) {
            part.note("approvers", Problem.Kind.SCENE_APPROVER, part.name(), List.of());
        }
        Optional<String> text = part.optionalText(WINDOW, people);
        Optional<Duration> window = text.flatMap(Windows::parse);
        if (text.isPresent() && window.isEmpty()) {
            part.note(WINDOW, Problem.Kind.BAD_WINDOW, text.get(), List.of("10m", "2h", "24h"));
        }
        return new Scene.Terms(ways, approvers, window.orElse(Duration.ZERO), once(part));
    }

    private static boolean once(Part part) {
        Optional<String> text = part.optionalText("uses");
        if (text.isPresent() && !text.get().equals(ONCE) && !text.get().equals(WINDOW)) {
            part.note("uses", Problem.Kind.UNKNOWN_WORD, text.get(), List.of(ONCE, WINDOW));
        }
        return text.filter(WINDOW::equals).isEmpty();
    }

    static String uses(boolean once) {
        return once ? ONCE : WINDOW;
    }

    private static void empty(Part part, String key) {
        part.note(key, Problem.Kind.SCENE_EMPTY, key, List.of());
    }
}
