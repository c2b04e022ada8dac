// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.data.Budget;
import io.shouxin.core.data.Family;
import io.shouxin.core.keyset.Suite;
import java.time.DateTimeException;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns a document into a register. It reads everything before it judges: an object it makes from a
 * wrong part is never handed out, because one problem is enough to hand out no register at all.
 */
final class RegisterReader {

    private static final Pattern CLASS_CODE =
            Pattern.compile("[A-Z][A-Za-z0-9]{0,7}(-[A-Za-z0-9]{1,4}){0,4}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,31}(-[a-z0-9]{1,31}){0,4}");
    private static final Pattern PURPOSE_CODE =
            Pattern.compile("[a-z][a-z0-9-]{0,31}(\\.[a-z0-9][a-z0-9-]{0,31}){0,3}");
    private static final int LIMIT_MAX = 1_000_000;
    private static final int DAYS_MAX = 366;
    /** Stands in for what could not be read. */
    private static final Keep NO_KEEP = new Keep(Keep.Start.COLLECTED, Period.ZERO);

    private final Vocabulary words;
    private final Findings findings = new Findings();
    /** What each rule gives, as it stands in the document, in the order of the rules. */
    private final List<Part> gives = new ArrayList<>();
    private Declared declared = new Declared(Set.of(), Set.of(), Set.of(), Set.of());

    RegisterReader(Vocabulary words) {
        this.words = words;
    }

    Reading read(Node root) {
        Part top = Part.of(root, "", Keys.TOP, findings);
        format(top);
        Part classes = top.names("classes", true);
        Part roles = top.names("roles", true);
        Part fields = top.names("fields", true);
        Part purposes = top.names("purposes", true);
        declared = new Declared(classes.keys(), roles.keys(), fields.keys(), purposes.keys());
        Register register = new Register(top.text("name"), zone(top),
                classes.each(CLASS_CODE, Keys.CLASS, this::dataClass),
                roles.each(NAME, Keys.ROLE, this::role),
                fields.each(NAME, Keys.FIELD, this::field),
                purposes.each(PURPOSE_CODE, Keys.PURPOSE, this::purpose),
                rules(top), retention(top),
                top.names("recipients", false).each(NAME, Keys.RECIPIENT, this::recipient),
                top.names("scenes", false).each(NAME, Keys.SCENE, part -> SceneReader.read(part, declared)),
                budgets(top));
        new RegisterReview(register, findings).run(classes, fields, purposes, gives);
        List<Problem> problems = findings.problems();
        return new Reading(problems.isEmpty() ? Optional.of(register) : Optional.empty(),
                problems, findings.warnings());
    }

    private void format(Part top) {
        Optional<String> format = top.optionalText("format", true);
        format.filter(text -> !text.equals(Keys.FORMAT)).ifPresent(text ->
                top.note("format", Problem.Kind.UNKNOWN_FORMAT, text, List.of(Keys.FORMAT)));
    }

    private static ZoneId zone(Part top) {
        Optional<String> text = top.optionalText("zone", true);
        try {
            return text.isEmpty() ? ZoneOffset.UTC : ZoneId.of(text.get());
        } catch (DateTimeException unknown) {
            top.note("zone", Problem.Kind.BAD_ZONE, text.get(), List.of("Asia/Shanghai"));
            return ZoneOffset.UTC;
        }
    }

    private DataClass dataClass(Part part) {
        return new DataClass(part.name(), part.text("zh"), part.text("en"), level(part),
                part.word("family", Family.class, null),
                budget(part));
    }

    private static Budget budget(Part part) {
        Budget budget = part.word("budget", Budget.class, null);
        if (budget == Budget.SEARCH && part.optionalText("budget").filter(Word.of(budget)::equals).isPresent()) {
            part.note("budget", Problem.Kind.UNKNOWN_WORD, Word.of(budget), Arrays.stream(Budget.values())
                    .filter(one -> one != Budget.SEARCH).map(one -> Word.of(one)).toList());
        }
        return budget;
    }

    private static int level(Part part) {
        Optional<String> text = part.optionalText("level", true);
        List<String> levels = List.of("1", "2", "3", "4");
        if (text.isPresent() && !levels.contains(text.get())) {
            part.note("level", Problem.Kind.LEVEL_RANGE, text.get(), levels);
        }
        return text.filter(levels::contains).map(Integer::valueOf).orElse(4);
    }

    private Role role(Part part) {
        return new Role(part.name(), part.text("zh"), part.text("en"),
                part.word("channel", Channel.class, Channel.STAFF));
    }

    private Field field(Part part) {
        String classCode = declared.dataClass(part, "class");
        Optional<String> type = part.optionalText("type", true);
        type.filter(code -> !words.knowsType(code)).ifPresent(code ->
                part.note("type", Problem.Kind.UNKNOWN_TYPE, code, words.types()));
        Optional<String> mask = part.optionalText("mask", true);
        mask.filter(name -> !words.knowsMask(name)).ifPresent(name ->
                part.note("mask", Problem.Kind.UNKNOWN_MASK, name, words.masks()));
        return new Field(part.name(), part.text("zh"), part.text("en"), classCode, type.orElse(""),
                mask.orElse(""), part.word("index", Index.class, Index.NONE), part.flag("required"), suite(part));
    }

    private Suite suite(Part part) {
        Suite suite = part.word("suite", Suite.class, Suite.AES);
        // A word that is none was noted already.
        boolean written = part.optionalText("suite").filter(Word.of(suite)::equals).isPresent();
        if (written && !words.hasSuite(suite)) {
            part.note("suite", Problem.Kind.SUITE_UNAVAILABLE, Word.of(suite),
                    Arrays.stream(Suite.values()).filter(words::hasSuite).map(one -> Word.of(one)).toList());
        }
        return suite;
    }

    private Purpose purpose(Part part) {
        LegalBasis basis = part.word("basis", LegalBasis.class, null);
        return new Purpose(part.name(), part.text("zh"), part.text("en"), basis, part.text("article"),
                declared.fields(part, "collects"),
                part.word("unlisted", UnlistedFields.class, UnlistedFields.REFUSE),
                needs(part.part("needs", Keys.NEEDS, false), basis));
    }

    private static Needs needs(Part part, LegalBasis basis) {
        Optional<String> text = part.optionalText("hours");
        Optional<Hours> hours = text.flatMap(Hours::parse);
        if (text.isPresent() && hours.isEmpty()) {
            part.note("hours", Problem.Kind.BAD_HOURS, text.get(), List.of("mon-fri 08:30-18:00"));
        }
        Map<String, Findings.Place> networks = part.texts("networks");
        networks.forEach((network, place) -> {
            if (Network.parse(network).isEmpty()) {
                part.note(place, Problem.Kind.BAD_NETWORK, network, List.of("10.0.0.0/8", "fd00::/8"));
            }
        });
        // An empty list would read like "from nowhere" and work like "from anywhere".
        if (part.has("networks") && networks.isEmpty()) {
            part.note("networks", Problem.Kind.EMPTY, "networks", List.of());
        }
        return new Needs(part.flag("ticket"), part.flag("consent") || basis == LegalBasis.CONSENT,
                hours, List.copyOf(networks.keySet()));
    }

    private List<Rule> rules(Part top) {
        if (!top.has("rules")) {
            top.missing("rules");
        }
        List<Rule> rules = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Part part : top.parts("rules", Keys.RULE)) {
            Rule rule = new Rule(declared.role(part, "role"), declared.purpose(part, "purpose"), give(part));
            if (part.has("role") && part.has("purpose") && !seen.add(rule.id())) {
                part.note(part.place(), Problem.Kind.DUPLICATE, rule.id(), List.of());
            }
            rules.add(rule);
        }
        return rules;
    }

    private Map<String, Form> give(Part rule) {
        Part part = rule.names("give", true);
        gives.add(part);
        Map<String, Form> give = new LinkedHashMap<>();
        for (String selector : part.keys()) {
            if (!declared.selects(selector)) {
                List<String> allowed = new ArrayList<>(declared.fields());
                allowed.addAll(declared.classes());
                part.note(selector, Problem.Kind.UNKNOWN_SELECTOR, selector, allowed);
            }
            give.put(selector, part.word(selector, Form.class, null));
        }
        return give;
    }

    private List<Retention> retention(Part top) {
        List<Retention> lines = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (Part part : top.parts("retention", Keys.RETENTION)) {
            String classCode = declared.dataClass(part, "class");
            Optional<String> purpose = part.has("purpose")
                    ? Optional.of(declared.purpose(part, "purpose")) : Optional.empty();
            if (part.has("class") && !seen.add(List.of(classCode, purpose.orElse("")))) {
                part.note(part.place(), Problem.Kind.DUPLICATE, classCode, List.of());
            }
            lines.add(new Retention(classCode, purpose, keep(part)));
        }
        return lines;
    }

    private List<BudgetLimit> budgets(Part top) {
        List<BudgetLimit> lines = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (Part part : top.parts("budgets", Keys.BUDGET)) {
            Budget family = part.word("family", Budget.class, null);
            Optional<String> role = part.has("role") ? Optional.of(declared.role(part, "role")) : Optional.empty();
            if (part.has("family") && !seen.add(List.of(Word.of(family), role.orElse("")))) {
                part.note(part.place(), Problem.Kind.DUPLICATE, Word.of(family), List.of());
            }
            if (!part.has("limit")) {
                part.missing("limit");
            }
            lines.add(new BudgetLimit(family, role, part.number("limit", 1, LIMIT_MAX).orElse(1),
                    part.number("days", 1, DAYS_MAX).orElse(BudgetLimit.DAYS)));
        }
        return lines;
    }

    private static Keep keep(Part part) {
        Optional<String> text = part.optionalText("keep", true);
        Optional<Keep> keep = text.flatMap(Keep::parse);
        if (text.isPresent() && keep.isEmpty()) {
            part.note("keep", Problem.Kind.BAD_PERIOD, text.get(), Keep.starts());
        }
        return keep.orElse(NO_KEEP);
    }

    private Recipient recipient(Part part) {
        for (String key : List.of("purposes", "fields")) {
            if (!part.has(key)) {
                part.missing(key);
            }
        }
        return new Recipient(part.name(), part.text("zh"), part.text("en"), part.text("contact"),
                declared.purposes(part, "purposes"), declared.fields(part, "fields"),
                part.word("basis", LegalBasis.class, null), recipientKey(part));
    }

    private static Optional<String> recipientKey(Part part) {
        Optional<String> text = part.optionalText("key");
        if (text.isPresent() && !RecipientKey.isValid(text.get())) {
            part.note("key", Problem.Kind.BAD_KEY, text.get(), List.of());
        }
        return text;
    }
}
