// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.scim.ScimRefused.Type;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a filter (RFC 7644 figure 1): {@code or} binds least, then {@code and}, then {@code not} and parentheses.
 * Anything else is refused with {@code invalidFilter}; so is one that is too long or too deep to be somebody's.
 */
final class FilterReader {

    private static final int LENGTH_MAX = 2_000;
    private static final int DEPTH_MAX = 30;

    private final Schemas.@Nullable Kind kind;
    private final @Nullable Attribute within;
    private final List<String> tokens;
    private int at;
    private int depth;

    /** A filter over resources of this kind. */
    FilterReader(String text, Schemas.Kind kind) {
        this.kind = kind;
        this.within = null;
        this.tokens = tokens(text);
    }

    /** A filter in brackets, over the values of this attribute. */
    FilterReader(String text, Attribute within) {
        this.kind = null;
        this.within = within;
        this.tokens = tokens(text);
    }

    Filter read() {
        Filter filter = either();
        if (at < tokens.size()) {
            throw malformed();
        }
        return filter;
    }

    private Filter either() {
        if (++depth > DEPTH_MAX) {
            throw malformed();
        }
        Filter left = both();
        while (takes("or")) {
            left = new Filter.Or(left, both());
        }
        depth--;
        return left;
    }

    private Filter both() {
        Filter left = one();
        while (takes("and")) {
            left = new Filter.And(left, one());
        }
        return left;
    }

    private Filter one() {
        if (takes("not")) {
            if (!takes("(")) {
                throw malformed();
            }
            return new Filter.Not(closed());
        }
        return takes("(") ? closed() : expression();
    }

    private Filter closed() {
        Filter inner = either();
        if (!takes(")")) {
            throw malformed();
        }
        return inner;
    }

    private Filter expression() {
        Path path = path(next());
        if (at == tokens.size() || isJoint(tokens.get(at))) {
            // A filter in brackets alone: some value matches it.
            if (path.filter().isEmpty()) {
                throw malformed();
            }
            return new Filter.Present(path);
        }
        String word = next().toUpperCase(Locale.ROOT);
        if (word.equals("PR")) {
            return new Filter.Present(path);
        }
        try {
            return new Filter.Compare(path, Filter.Operator.valueOf(word), value(next()));
        } catch (IllegalArgumentException unknown) {
            throw malformed();
        }
    }

    private static boolean isJoint(String token) {
        return token.equalsIgnoreCase("and") || token.equalsIgnoreCase("or") || token.equals(")");
    }

    private Path path(String text) {
        if (within != null) {
            Attribute part = within.sub(text).orElseThrow(FilterReader::malformed);
            return Path.ofPart(part);
        }
        return Path.find(text, java.util.Objects.requireNonNull(kind)).orElseThrow(FilterReader::malformed);
    }

    private static @Nullable JsonNode value(String token) {
        try {
            JsonNode value = JsonMapper.shared().readTree(token);
            if (!value.isString() && !value.isBoolean() && !value.isNumber() && !value.isNull()) {
                throw malformed();
            }
            return value.isNull() ? null : value;
        } catch (JacksonException none) {
            throw malformed();
        }
    }

    private boolean takes(String word) {
        boolean there = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
        at += there ? 1 : 0;
        return there;
    }

    private String next() {
        if (at >= tokens.size()) {
            throw malformed();
        }
        return tokens.get(at++);
    }

    /** Words, texts in quotation marks, parentheses; what is in brackets belongs to the word before it. */
    private static List<String> tokens(String text) {
        if (text.length() > LENGTH_MAX) {
            throw malformed();
        }
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '"' ? endOfText(text, at) : c == '(' || c == ')' ? at + 1 : endOfWord(text, at);
            if (Character.isWhitespace(c)) {
                at++;
            } else {
                tokens.add(text.substring(at, end));
                at = end;
            }
        }
        return tokens;
    }

    private static int endOfText(String text, int from) {
        for (int at = from + 1; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '"') {
                return at + 1;
            }
        }
        throw malformed();
    }

    private static int endOfWord(String text, int from) {
        int brackets = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                if (brackets == 0) {
                    return at;
                }
                at = endOfText(text, at) - 1;
            } else if (c == '[' || c == ']') {
                brackets += c == '[' ? 1 : -1;
            } else if (brackets == 0 && (Character.isWhitespace(c) || c == '(' || c == ')')) {
                return at;
            }
        }
        return text.length();
    }

    private static ScimRefused malformed() {
        return ScimRefused.invalid(Type.INVALID_FILTER, "scim.refused.filter");
    }
}
