// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A filter as a tree (RFC 7644 3.4.2.2), and whether a resource or one value of it matches. */
sealed interface Filter {

    boolean matches(JsonNode resource);

    /** Both. */
    record And(Filter left, Filter right) implements Filter {

        @Override
        public boolean matches(JsonNode resource) {
            return left.matches(resource) && right.matches(resource);
        }
    }

    /** Either. */
    record Or(Filter left, Filter right) implements Filter {

        @Override
        public boolean matches(JsonNode resource) {
            return left.matches(resource) || right.matches(resource);
        }
    }

    /** Not. */
    record Not(Filter inner) implements Filter {

        @Override
        public boolean matches(JsonNode resource) {
            return !inner.matches(resource);
        }
    }

    /** Some value is there, as chosen by a filter in brackets or not. */
    record Present(Path path) implements Filter {

        @Override
        public boolean matches(JsonNode resource) {
            return path.values(resource).stream().anyMatch(one -> !(one.isString() && one.asString().isEmpty())
                    && !one.isNull());
        }
    }

    /** How a value is compared. */
    enum Operator { EQ, NE, CO, SW, EW, GT, GE, LT, LE }

    /**
     * Some value compares.
     *
     * @param wanted null stands for no value
     */
    record Compare(Path path, Operator operator, @Nullable JsonNode wanted) implements Filter {

        @Override
        public boolean matches(JsonNode resource) {
            List<JsonNode> values = path.values(resource);
            if (operator == Operator.NE) {
                return wanted == null ? !values.isEmpty()
                        : values.stream().noneMatch(one -> compares(one, Operator.EQ));
            }
            return wanted == null ? values.isEmpty() : values.stream().anyMatch(one -> compares(one, operator));
        }

        /** The text of an equation with one attribute of its own, which an index can answer. */
        Optional<String> equated() {
            return operator == Operator.EQ && wanted != null && wanted.isString() && path.filter().isEmpty()
                    ? Optional.of(wanted.asString()) : Optional.empty();
        }

        private boolean compares(JsonNode value, Operator how) {
            JsonNode other = java.util.Objects.requireNonNull(wanted);
            if (path.last().truth()) {
                // Entra puts truth values into quotation marks.
                return how == Operator.EQ && value.asString("").equalsIgnoreCase(other.asString(""));
            }
            if (path.last().type().equals("dateTime")) {
                return ordered(instant(value).compareTo(instant(other)), how);
            }
            String left = letters(value);
            String right = letters(other);
            return switch (how) {
                case CO -> left.contains(right);
                case SW -> left.startsWith(right);
                case EW -> left.endsWith(right);
                default -> ordered(left.compareTo(right), how);
            };
        }

        private String letters(JsonNode value) {
            String text = value.asString("");
            return path.last().exact() ? text : text.toLowerCase(Locale.ROOT);
        }

        private static Instant instant(JsonNode value) {
            try {
                return OffsetDateTime.parse(value.asString("")).toInstant();
            } catch (DateTimeException none) {
                throw ScimRefused.invalid(ScimRefused.Type.INVALID_FILTER, "scim.refused.filter");
            }
        }

        private static boolean ordered(int order, Operator how) {
            return switch (how) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case GT -> order > 0;
                case GE -> order >= 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case CO, SW, EW -> false;
            };
        }
    }
}
