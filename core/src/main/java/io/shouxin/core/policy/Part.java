// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One mapping of the document while it is read. Every question notes what is wrong and goes on with a
 * harmless answer, so that the reading reaches the end; the answers count only if nothing was noted.
 */
final class Part {

    private static final int TEXT_MAX = 200;

    private final Node.Mapping node;
    private final String path;
    private final Findings findings;
    private final Map<String, Node> entries;
    /** False where something else stands: that is noted, and nothing is missed below it. */
    private final boolean mapping;

    private Part(Node node, String path, Findings findings) {
        this.mapping = node instanceof Node.Mapping;
        this.node = mapping ? (Node.Mapping) node : new Node.Mapping(node.line(), List.of());
        this.path = path;
        this.findings = findings;
        this.entries = this.node.entries();
    }

    /** A mapping with keys of the document format: others are noted. */
    static Part of(Node node, String path, List<String> keys, Findings findings) {
        Part part = open(node, path, findings);
        part.node.pairs().stream().filter(pair -> !keys.contains(pair.key())).forEach(pair -> findings.add(
                new Findings.Place(pair.line(), part.below(pair.key())),
                Problem.Kind.UNKNOWN_KEY, pair.key(), keys));
        return part;
    }

    /** A mapping whose keys are names that the document declares or refers to. */
    private static Part open(Node node, String path, Findings findings) {
        Part part = new Part(node, path, findings);
        if (!part.mapping) {
            part.note(part.place(), Problem.Kind.WRONG_KIND, kind(node), List.of("mapping"));
        }
        Set<String> seen = new LinkedHashSet<>();
        part.node.pairs().stream().filter(pair -> !seen.add(pair.key())).forEach(pair -> findings.add(
                new Findings.Place(pair.line(), part.below(pair.key())), Problem.Kind.DUPLICATE, pair.key()));
        return part;
    }

    Findings.Place place() {
        return new Findings.Place(node.line(), path);
    }

    Findings.Place place(String key) {
        return new Findings.Place(node.keyLine(key), below(key));
    }

    void note(String key, Problem.Kind kind, String found, List<String> allowed) {
        note(place(key), kind, found, allowed);
    }

    void note(Findings.Place place, Problem.Kind kind, String found, List<String> allowed) {
        findings.add(place, kind, found, allowed);
    }

    /** Notes that the key had to be there. */
    void missing(String key) {
        if (mapping) {
            note(key, Problem.Kind.MISSING, key, List.of());
        }
    }

    /** True when the key is there at all. */
    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** A text that has to be there. */
    String text(String key) {
        return optionalText(key, true).orElse("");
    }

    Optional<String> optionalText(String key) {
        return optionalText(key, false);
    }

    Optional<String> optionalText(String key, boolean required) {
        Node value = entries.get(key);
        if (value == null) {
            if (required) {
                missing(key);
            }
            return Optional.empty();
        }
        return scalar(value, place(key));
    }

    private Optional<String> scalar(Node value, Findings.Place place) {
        if (!(value instanceof Node.Scalar scalar)) {
            findings.add(place, Problem.Kind.WRONG_KIND, kind(value), List.of("text"));
            return Optional.empty();
        }
        String text = scalar.text().strip();
        if (text.isEmpty()) {
            findings.add(place, Problem.Kind.EMPTY, last(place.path()));
            return Optional.empty();
        }
        if (text.length() > TEXT_MAX || text.codePoints().anyMatch(Part::invisible)) {
            findings.add(place, Problem.Kind.BAD_TEXT, text, List.of(Integer.toString(TEXT_MAX)));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /**
     * One of an enum's words; the fallback when the key is not there, and a problem when that is null. The
     * harmless answer is the last word: refused, other.
     */
    <E extends Enum<E>> E word(String key, Class<E> type, E fallback) {
        Optional<String> text = optionalText(key, fallback == null);
        Optional<E> found = text.flatMap(word -> constant(type, word));
        if (text.isPresent() && found.isEmpty()) {
            note(key, Problem.Kind.UNKNOWN_WORD, text.get(), words(type));
        }
        return found.or(() -> Optional.ofNullable(fallback))
                .orElseGet(() -> written(type).reduce((first, second) -> second).orElseThrow());
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        return written(type).filter(one -> Word.of(one).equals(word)).findFirst();
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        return written(type).map(one -> Word.of(one)).toList();
    }

    /** What a document may write: "absent" is an answer, not a rule. */
    private static <E extends Enum<E>> Stream<E> written(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).filter(one -> !one.equals(Form.ABSENT));
    }

    /** {@code true} or {@code false}; false when the key is not there. */
    boolean flag(String key) {
        Optional<String> text = optionalText(key);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            note(key, Problem.Kind.UNKNOWN_WORD, text.get(), List.of("true", "false"));
        }
        return text.filter("true"::equals).isPresent();
    }

    /** Some of an enum's words, as a list; the fallback when the key is not there. */
    <E extends Enum<E>> Set<E> several(String key, Class<E> type, Set<E> fallback) {
        if (!has(key)) {
            return fallback;
        }
        Set<E> found = new LinkedHashSet<>();
        texts(key).forEach((text, place) -> constant(type, text).ifPresentOrElse(found::add,
                () -> note(place, Problem.Kind.UNKNOWN_WORD, text, words(type))));
        return found;
    }

    /** A whole number within these, both included; empty when the key is not there. */
    Optional<Integer> number(String key, int least, int most) {
        Optional<String> text = optionalText(key);
        Optional<Integer> number = text.filter(digits -> digits.matches("[0-9]{1,9}")).map(Integer::valueOf)
                .filter(found -> found >= least && found <= most);
        if (text.isPresent() && number.isEmpty()) {
            note(key, Problem.Kind.BAD_NUMBER, text.get(), List.of(Integer.toString(least), Integer.toString(most)));
        }
        return number;
    }

    /** The texts of a list, each with its place, a repeated one noted; empty when the key is not there. */
    Map<String, Findings.Place> texts(String key) {
        Map<String, Findings.Place> texts = new LinkedHashMap<>();
        items(key).forEach((place, item) -> scalar(item, place).ifPresent(text -> {
            if (texts.putIfAbsent(text, place) != null) {
                findings.add(place, Problem.Kind.DUPLICATE, text);
            }
        }));
        return texts;
    }

    /** The mappings of a list, each read with the given keys. */
    List<Part> parts(String key, List<String> keys) {
        List<Part> parts = new ArrayList<>();
        items(key).forEach((place, item) -> parts.add(of(item, place.path(), keys, findings)));
        return parts;
    }

    private Map<Findings.Place, Node> items(String key) {
        Node value = entries.get(key);
        Map<Findings.Place, Node> items = new LinkedHashMap<>();
        if (value instanceof Node.Sequence list) {
            for (Node item : list.items()) {
                items.put(new Findings.Place(item.line(), below(key) + "/" + (items.size() + 1)), item);
            }
        } else if (value != null) {
            note(key, Problem.Kind.WRONG_KIND, kind(value), List.of("list"));
        }
        return items;
    }

    /** The mapping below a key; without it an empty one, noted when it had to be there. */
    Part part(String key, List<String> keys, boolean required) {
        return child(key, required, value -> of(value, below(key), keys, findings));
    }

    /** The mapping below a key whose own keys are names. */
    Part names(String key, boolean required) {
        return child(key, required, value -> open(value, below(key), findings));
    }

    private Part child(String key, boolean required, Function<Node, Part> make) {
        Node value = entries.get(key);
        if (value == null && required) {
            missing(key);
        }
        return make.apply(value == null ? new Node.Mapping(node.line(), List.of()) : value);
    }

    /** Reads the mapping below each name; a name of the wrong shape is noted and read as well. */
    <T> Map<String, T> each(Pattern shape, List<String> keys, Function<Part, T> reader) {
        Map<String, T> read = new LinkedHashMap<>();
        for (String name : entries.keySet()) {
            if (!shape.matcher(name).matches()) {
                note(name, Problem.Kind.BAD_CODE, name, List.of(shape.pattern()));
            }
            read.put(name, reader.apply(part(name, keys, true)));
        }
        return read;
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** The last step of the path: the name this mapping stands under. */
    String name() {
        return last(path);
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "/" + key;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String kind(Node node) {
        return node instanceof Node.Scalar ? "text" : node instanceof Node.Sequence ? "list" : "mapping";
    }

    /** Controls, and marks that show nothing or turn the direction: two names must not look the same. */
    private static boolean invisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
