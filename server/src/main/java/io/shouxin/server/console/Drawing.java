// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Turns figures into the attributes of small pictures, so that a template computes nothing and nothing
 * needs a style attribute. Every template sees it as {@code draw}.
 */
class Drawing {

    private static final double SPARK_WIDTH = 84;
    private static final double SPARK_TOP = 3;
    private static final double SPARK_BOTTOM = 25;
    private static final double SPLIT_WIDTH = 1000;
    private static final double SPLIT_GAP = 2;

    /** What is released, as a glyph and a word. The names are those of the rules and of the pages. */
    enum Form {
        CLEAR("clear", "eye"), MASKED("mask", "eye-off"), TOKEN("tok", "hash"), AGGREGATE("agg", "sum"),
        DUAL("dual", "users-group"), REFUSED("deny", "ban"), ABSENT("none", "minus");

        private final String style;
        private final String icon;

        Form(String style, String icon) {
            this.style = style;
            this.icon = icon;
        }

        public String style() {
            return style;
        }

        public String icon() {
            return icon;
        }

        public String key() {
            return "console.form." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** A word that is no form is a bug; showing anything instead would tell a reader something untrue. */
    public Form form(Object kind) {
        try {
            return Form.valueOf(kind.toString().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalStateException("Not a form of release: " + kind, unknown);
        }
    }

    /** The icon of a state: ok, warn, bad, acc (at work) or off (not begun). */
    public String state(String kind) {
        return switch (kind) {
            case "ok" -> "circle-check";
            case "warn" -> "clock";
            case "bad" -> "circle-x";
            case "acc" -> "progress";
            case "off" -> "circle-dashed";
            default -> throw new IllegalStateException("Not a state: " + kind);
        };
    }

    /** The icon of a sentence or a note: ok, warn, bad, or acc for something merely worth knowing. */
    public String note(String kind) {
        return switch (kind) {
            case "ok" -> "circle-check";
            case "warn" -> "alert-triangle";
            case "bad" -> "alert-circle";
            default -> "info-circle";
        };
    }

    /** A line through the last days; {@code x} and {@code y} are its last point. */
    record Spark(String area, String line, String x, String y) {}

    public Spark spark(Collection<? extends Number> values) {
        if (values.isEmpty()) {
            return new Spark("", "", decimal(SPARK_WIDTH), decimal(SPARK_BOTTOM));
        }
        double most = values.stream().mapToDouble(Number::doubleValue).max().orElse(0);
        double least = values.stream().mapToDouble(Number::doubleValue).min().orElse(0);
        double span = most == least ? 1 : most - least;
        List<String> points = new ArrayList<>();
        int index = 0;
        for (Number value : values) {
            double x = values.size() == 1 ? SPARK_WIDTH : SPARK_WIDTH * index++ / (values.size() - 1);
            double up = (value.doubleValue() - least) / span;
            points.add(decimal(x) + "," + decimal(SPARK_BOTTOM - up * (SPARK_BOTTOM - SPARK_TOP)));
        }
        String line = String.join(" ", points);
        String[] last = points.get(points.size() - 1).split(",");
        return new Spark("M0,28 L" + String.join(" L", points) + " L84,28 Z", line, last[0], last[1]);
    }

    /** One part of a whole, in thousandths of its width. */
    record Part(String x, String width) {}

    /** Parts with nothing in them keep their place in the list and have no width. */
    public List<Part> split(Collection<? extends Number> values) {
        double total = values.stream().mapToDouble(Number::doubleValue).sum();
        long shown = values.stream().filter(value -> value.doubleValue() > 0).count();
        double room = SPLIT_WIDTH - SPLIT_GAP * Math.max(0, shown - 1);
        List<Part> parts = new ArrayList<>();
        double x = 0;
        for (Number value : values) {
            double width = total == 0 ? 0 : room * value.doubleValue() / total;
            parts.add(new Part(decimal(x), decimal(width)));
            x += width == 0 ? 0 : width + SPLIT_GAP;
        }
        return parts;
    }

    /** How much of a whole, 0 to 100, for a bar; a whole of nothing is done. */
    public String share(Number part, Number whole) {
        double share = whole.doubleValue() == 0 ? 100 : 100 * part.doubleValue() / whole.doubleValue();
        return decimal(Math.max(0, Math.min(100, share)));
    }

    /** The start and end of a hash, in groups of four, as people compare them. */
    public String hash(String hex) {
        if (hex.length() <= 12) {
            return hex;
        }
        return hex.substring(0, 4) + " " + hex.substring(4, 8) + " … " + hex.substring(hex.length() - 4);
    }

    /** The two ends of a hash, where there is less room. */
    public String ends(String hex) {
        return hex.length() <= 8 ? hex : hex.substring(0, 4) + " … " + hex.substring(hex.length() - 4);
    }

    public ProofPath path(String leaf, List<String> given, List<String> computed) {
        return ProofPath.of(leaf, given, computed);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
