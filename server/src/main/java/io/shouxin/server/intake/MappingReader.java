// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.core.policy.Collecting;
import io.shouxin.core.policy.Decisions;
import io.shouxin.core.policy.Register;
import io.shouxin.server.intake.Mapping.Blank;
import io.shouxin.server.intake.Mapping.Column;
import io.shouxin.server.intake.Mapping.Encoding;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.vault.Customers.Existing;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a mapping and says everything that is wrong with it at once, line by line. JSON is read by the
 * same code: it is YAML already.
 */
final class MappingReader {

    static final int CHARACTERS_MAX = 200_000;

    private static final Set<String> KEYS = Set.of("encoding", "separator", "quote", "header", "purpose",
            "existing", "columns", "constants", "ignore", "unlisted");
    private static final Set<String> COLUMN_KEYS = Set.of("field", "values", "other", "blank");
    private static final int COLUMNS_MAX = 500;

    /** One thing wrong: in which line of the mapping, at which key, by which rule. */
    record Problem(int line, String where, String key, List<String> arguments) {

        Refused.Detail detail() {
            return new Refused.Detail(line + ":" + where, key, arguments);
        }
    }

    /** What came out: a mapping, or problems. */
    record Reading(Optional<Mapping> mapping, List<Problem> problems) {

        Mapping orRefuse() {
            return mapping.orElseThrow(() -> new Refused(Refused.Kind.INVALID, "intake.mapping-wrong",
                    problems.stream().map(Problem::detail).toList()));
        }
    }

    private final Register register;
    private final @Nullable String purposeGiven;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Integer> fieldLines = new HashMap<>();

    private MappingReader(Register register, @Nullable String purposeGiven) {
        this.register = register;
        this.purposeGiven = purposeGiven == null || purposeGiven.isBlank() ? null : purposeGiven;
    }

    /**
     * Reads a mapping against the register in force.
     *
     * @param purposeGiven the purpose named beside the mapping, which must not contradict it
     */
    static Reading read(String text, Register register, @Nullable String purposeGiven) {
        MappingReader reader = new MappingReader(register, purposeGiven);
        Optional<Mapping> mapping = Optional.empty();
        try {
            MappingNode root = YamlTree.read(text);
            mapping = Optional.of(reader.mapping(root));
        } catch (YamlTree.Malformed malformed) {
            reader.problem(malformed.line(), "", "intake.mapping.not-yaml");
        }
        List<Problem> all = new ArrayList<>(reader.problems);
        all.sort(Comparator.comparingInt(Problem::line));
        return new Reading(all.isEmpty() ? mapping : Optional.empty(), all);
    }

    private Mapping mapping(MappingNode root) {
        Map<String, Node> parts = members(root, "", KEYS);
        String purpose = purpose(parts.get("purpose"));
        Mapping.Format format = new Mapping.Format(encoding(parts.get("encoding")),
                character(parts.get("separator"), "separator", ','), character(parts.get("quote"), "quote", '"'),
                truth(parts.get("header"), "header", true));
        if (format.separator() == format.quote()) {
            problem(line(parts.get("quote")), "quote", "intake.mapping.same-characters");
        }
        boolean update = word(parts.get("existing"), "existing", "update", "refuse").equals("update");
        Map<String, Column> columns = columns(parts.get("columns"), root, format.header());
        Map<String, String> constants = texts(parts.get("constants"), "constants");
        lines(parts.get("constants")).forEach((field, line) -> takes(field, line, "constants." + field));
        Set<String> ignore = list(parts.get("ignore"), "ignore");
        columns.keySet().stream().filter(ignore::contains).forEach(column -> problem(
                line(parts.get("ignore")), "ignore", "intake.mapping.both", column));
        boolean ignoreUnlisted = word(parts.get("unlisted"), "unlisted", "refuse", "ignore").equals("ignore");
        fields(purpose);
        required(root, purpose);
        return new Mapping(format, purpose, update ? Existing.UPDATE : Existing.REFUSE, columns, constants, ignore,
                ignoreUnlisted);
    }

    private String purpose(@Nullable Node node) {
        String named = node == null ? purposeGiven : text(node, "purpose").orElse(null);
        if (named == null) {
            problem(line(node), "purpose", "problem.missing");
        } else if (purposeGiven != null && !purposeGiven.equals(named)) {
            problem(line(node), "purpose", "intake.mapping.other-purpose", purposeGiven);
        } else if (!register.purposes().containsKey(named)) {
            problem(line(node), "purpose", "vault.unknown-purpose");
        }
        return named == null ? "" : named;
    }

    private Encoding encoding(@Nullable Node node) {
        if (node == null) {
            return Encoding.UTF_8;
        }
        Optional<Encoding> known = text(node, "encoding").flatMap(code ->
                Encoding.ofCode(code.toLowerCase(java.util.Locale.ROOT)));
        if (known.isEmpty()) {
            problem(line(node), "encoding", "problem.not-allowed",
                    String.join(", ", List.of(Encoding.values()).stream().map(Encoding::code).toList()));
        }
        return known.orElse(Encoding.UTF_8);
    }

    private char character(@Nullable Node node, String where, char standard) {
        if (node == null) {
            return standard;
        }
        String given = text(node, where).orElse("");
        String one = given.equals("tab") || given.equals("\\t") ? "\t" : given;
        boolean good = one.length() == 1 && !Character.isLetterOrDigit(one.charAt(0))
                && one.charAt(0) != '\n' && one.charAt(0) != '\r';
        if (!good) {
            problem(line(node), where, "intake.mapping.one-character");
        }
        return good ? one.charAt(0) : standard;
    }

    private boolean truth(@Nullable Node node, String where, boolean standard) {
        return node == null ? standard : word(node, where, "true", "false").equals("true");
    }

    /** One of the words; the first is meant where nothing is said. */
    private String word(@Nullable Node node, String where, String... words) {
        if (node == null) {
            return words[0];
        }
        String given = text(node, where).orElse("");
        if (!List.of(words).contains(given)) {
            problem(line(node), where, "problem.not-allowed", String.join(", ", words));
            return words[0];
        }
        return given;
    }

    private Map<String, Column> columns(@Nullable Node node, Node root, boolean header) {
        Map<String, Column> columns = new LinkedHashMap<>();
        if (node == null) {
            problem(line(root), "columns", "problem.missing");
            return columns;
        }
        Map<String, Node> given = members(node, "columns", null);
        if (given.isEmpty()) {
            problem(line(node), "columns", "problem.missing");
        } else if (given.size() > COLUMNS_MAX) {
            problem(line(node), "columns", "problem.too-many", Integer.toString(COLUMNS_MAX));
        }
        given.forEach((name, one) -> {
            if (!header && !name.matches("[1-9][0-9]{0,2}")) {
                problem(line(one), "columns." + name, "intake.mapping.column-number");
            }
            // Spaces around a name do not make another column: the file's own are taken off as well.
            if (columns.putIfAbsent(name.strip(), column(one, "columns." + name)) != null) {
                problem(line(one), "columns." + name, "intake.mapping.key-twice");
            }
        });
        return columns;
    }

    private Column column(Node node, String where) {
        if (node instanceof ScalarNode) {
            String field = text(node, where).orElse("");
            takes(field, line(node), where);
            return new Column(field, Map.of(), true, Blank.SKIP);
        }
        Map<String, Node> parts = members(node, where, COLUMN_KEYS);
        String field = Optional.ofNullable(parts.get("field")).flatMap(one -> text(one, where)).orElse("");
        if (parts.get("field") == null && node instanceof MappingNode) {
            problem(line(node), where + ".field", "problem.missing");
        } else {
            takes(field, line(parts.getOrDefault("field", node)), where);
        }
        Map<String, String> values = texts(parts.get("values"), where + ".values");
        boolean keep = word(parts.get("other"), where + ".other", "reject", "keep").equals("keep");
        boolean skip = word(parts.get("blank"), where + ".blank", "skip", "reject").equals("skip");
        return new Column(field, values, keep || values.isEmpty(), skip ? Blank.SKIP : Blank.REJECT);
    }

    /** Notes which line fills a field; two that fill the same one contradict each other. */
    private void takes(String field, int line, String where) {
        if (field.isEmpty()) {
            // Unless it is said already that what stands there is no text.
            if (problems.stream().noneMatch(one -> one.where().equals(where))) {
                problem(line, where, "problem.missing");
            }
            return;
        }
        Integer before = fieldLines.putIfAbsent(field, line);
        if (before != null) {
            problem(line, where, "intake.mapping.field-twice", field, before.toString());
        }
    }

    private void fields(String purpose) {
        Map<String, Collecting> collecting = Decisions.collectable(register, purpose, fieldLines.keySet());
        fieldLines.forEach((field, line) -> {
            if (!register.fields().containsKey(field)) {
                problem(line, field.matches("[a-z0-9-]{1,60}") ? field : "?", "vault.unknown-field");
            } else if (collecting.get(field) == Collecting.REFUSED && register.purposes().containsKey(purpose)) {
                problem(line, field, "vault.field-not-collected", purpose);
            }
        });
    }

    private void required(Node root, String purpose) {
        if (register.purposes().containsKey(purpose)) {
            Set<String> collects = Set.copyOf(register.purposes().get(purpose).collects());
            register.fields().values().stream()
                    .filter(field -> field.required() && collects.contains(field.name()))
                    .filter(field -> !fieldLines.containsKey(field.name()))
                    .forEach(field -> problem(line(root), field.name(), "intake.mapping.required"));
        }
    }

    private Map<String, Node> members(@Nullable Node node, String where, @Nullable Set<String> allowed) {
        Map<String, Node> members = new LinkedHashMap<>();
        if (node == null) {
            return members;
        }
        if (!(node instanceof MappingNode mapping)) {
            problem(line(node), where, "intake.mapping.not-a-map");
            return members;
        }
        mapping.getValue().forEach(pair -> {
            String name = pair.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            String there = where.isEmpty() ? name : where + "." + name;
            if (name.isBlank()) {
                problem(line(pair.getKeyNode()), where, "intake.mapping.not-a-text");
            } else if (allowed != null && !allowed.contains(name)) {
                problem(line(pair.getKeyNode()), there, "problem.not-allowed",
                        String.join(", ", new TreeSet<>(allowed)));
            } else if (members.putIfAbsent(name, pair.getValueNode()) != null) {
                problem(line(pair.getKeyNode()), there, "intake.mapping.key-twice");
            }
        });
        return members;
    }

    private Map<String, String> texts(@Nullable Node node, String where) {
        Map<String, String> texts = new LinkedHashMap<>();
        members(node, where, null).forEach((name, one) ->
                text(one, where + "." + name).ifPresent(value -> texts.put(name, value)));
        return texts;
    }

    private static Map<String, Integer> lines(@Nullable Node node) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(pair -> {
                if (pair.getKeyNode() instanceof ScalarNode key) {
                    lines.putIfAbsent(key.getValue(), line(key));
                }
            });
        }
        return lines;
    }

    private Set<String> list(@Nullable Node node, String where) {
        Set<String> items = new TreeSet<>();
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(one -> text(one, where).ifPresent(item -> items.add(item.strip())));
        } else if (node != null) {
            problem(line(node), where, "intake.mapping.not-a-list");
        }
        return items;
    }

    private Optional<String> text(Node node, String where) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problem(line(node), where, "intake.mapping.not-a-text");
        return Optional.empty();
    }

    private static int line(@Nullable Node node) {
        return node == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private void problem(int line, String where, String key, String... arguments) {
        problems.add(new Problem(line, where, key, List.of(arguments)));
    }
}
