// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.mask.Mask;
import io.shouxin.core.plan.PlanProblem.Kind;
import io.shouxin.core.plan.PlanReader.Part;
import io.shouxin.core.release.Hierarchy;
import io.shouxin.core.release.NumberBands;
import io.shouxin.core.release.PrivacyBudget;
import io.shouxin.core.release.ReleaseRefused;
import io.shouxin.core.release.TimeLevel;
import io.shouxin.core.release.TopBottomCoding;
import io.shouxin.core.token.PseudonymType;
import io.shouxin.core.token.TokenFormat;
import io.shouxin.core.token.TokenRefused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what is done to one column. */
final class TechniqueReader {

    static final List<String> WORDS = List.of("keep", "drop", "mask", "token", "pseudonym", "seal",
            "generalise", "code", "aggregate", "date-shift", "noise");
    private static final int SHIFT_DAYS_MAX = 3650;
    private static final long NOISE_MAX = 1_000_000_000;
    /** Time grows with rows times k, and a mean of more tells nothing of its members. */
    private static final long AGGREGATE_MAX = 1000;
    private static final String LEAST = "least";

    private final Plan.HierarchyFiles files;
    private final Map<String, Hierarchy> hierarchies = new HashMap<>();

    TechniqueReader(Plan.HierarchyFiles files) {
        this.files = files;
    }

    /** Null where something is wrong, which is noted. */
    Technique read(Part part) {
        String word = part.text("do");
        if (word == null) {
            return null;
        }
        return switch (word) {
            case "keep" -> plain(part, new Technique.Keep());
            case "drop" -> plain(part, new Technique.Drop());
            case "seal" -> plain(part, new Technique.Sealed());
            case "mask" -> mask(part);
            case "token" -> token(part);
            case "pseudonym" -> pseudonym(part);
            case "generalise" -> generalise(part);
            case "code" -> coded(part);
            case "aggregate" -> aggregated(part);
            case "date-shift" -> shifted(part);
            case "noise" -> noisy(part);
            default -> {
                part.note(Kind.WORD, "do", word, WORDS);
                yield null;
            }
        };
    }

    private static void knows(Part part, String... keys) {
        List<String> all = new ArrayList<>(List.of("do", "on-invalid"));
        all.addAll(List.of(keys));
        part.knows(all);
    }

    private static Technique plain(Part part, Technique technique) {
        knows(part);
        return technique;
    }

    private static Technique mask(Part part) {
        knows(part, "mask");
        String name = part.text("mask");
        Optional<Mask> mask = Mask.named(name);
        if (name != null && mask.isEmpty()) {
            part.note(Kind.WORD, "mask", name, Mask.all().stream().map(Mask::name).toList());
        }
        return mask.map(Technique.Masked::new).orElse(null);
    }

    private static Technique token(Part part) {
        knows(part, "form");
        String name = part.text("form");
        if (name == null) {
            return null;
        }
        try {
            Optional<TokenFormat> format = TokenFormat.named(name);
            if (format.isEmpty()) {
                part.note(Kind.WORD, "form", name, TokenFormat.all().stream().map(TokenFormat::name).toList());
            }
            return format.map(Technique.Token::new).orElse(null);
        } catch (TokenRefused refused) {
            part.refused("form", refused.key());
            return null;
        }
    }

    private static Technique pseudonym(Part part) {
        knows(part, "type");
        return word(part, "type", PseudonymType.values()).map(Technique.Pseudonym::new).orElse(null);
    }

    private Technique generalise(Part part) {
        List<String> given = List.of("width", "time", "hierarchy").stream().filter(part::has).toList();
        if (given.isEmpty() && part.has("level")) {
            knows(part, "level");
            return least(part);
        }
        if (given.size() != 1) {
            knows(part, "width", "from", "time", "hierarchy", "level");
            part.note(given.isEmpty() ? Kind.MISSING : Kind.NOT_TOGETHER,
                    given.isEmpty() ? "width" : given.get(1), "width, time, hierarchy", List.of());
            return null;
        }
        switch (given.get(0)) {
            case "width" -> {
                knows(part, "width", "from");
                return bands(part);
            }
            case "time" -> {
                knows(part, "time");
                return word(part, "time", TimeLevel.values()).map(Technique.Times::new).orElse(null);
            }
            default -> {
                knows(part, "hierarchy", "level");
                return LEAST.equals(part.scalar("level")) ? least(part) : levels(part);
            }
        }
    }

    private static Technique bands(Part part) {
        String width = part.text("width");
        String from = part.has("from") ? part.text("from") : "0";
        if (width == null || from == null) {
            return null;
        }
        try {
            return new Technique.Bands(NumberBands.of(width, from));
        } catch (ReleaseRefused refused) {
            part.refused("width", refused.key());
            return null;
        }
    }

    private Technique levels(Part part) {
        Long level = whole(part, "level", 0, 1000);
        Hierarchy hierarchy = hierarchy(part);
        if (hierarchy == null || level == null) {
            return null;
        }
        if (level >= hierarchy.levels()) {
            part.refused("level", "release.hierarchy.level");
            return null;
        }
        return new Technique.Levels(hierarchy, level.intValue());
    }

    /** Without a hierarchy of its own the only level that can be said. */
    private Technique least(Part part) {
        if (!part.has("hierarchy")) {
            String level = part.text("level");
            if (level != null && !level.equals(LEAST)) {
                part.note(Kind.MISSING, "hierarchy", "hierarchy", List.of());
            }
            return LEAST.equals(level) ? new Technique.Least(Optional.empty()) : null;
        }
        return Optional.ofNullable(hierarchy(part)).map(one -> new Technique.Least(Optional.of(one))).orElse(null);
    }

    private Hierarchy hierarchy(Part part) {
        String name = part.text("hierarchy");
        if (name == null || hierarchies.containsKey(name)) {
            return hierarchies.get(name);
        }
        Optional<String> text = files.text(name);
        if (text.isEmpty()) {
            part.note(Kind.NO_HIERARCHY, "hierarchy", name, List.of());
            return null;
        }
        try {
            hierarchies.put(name, Hierarchy.ofCsv(text.get(), ';'));
        } catch (ReleaseRefused refused) {
            part.refused("hierarchy", refused.key());
        }
        return hierarchies.get(name);
    }

    private static Technique aggregated(Part part) {
        knows(part, "k");
        Long k = whole(part, "k", 2, AGGREGATE_MAX);
        return k == null ? null : new Technique.Aggregated(k.intValue());
    }

    private static Technique coded(Part part) {
        knows(part, "bottom", "top");
        String bottom = part.text("bottom");
        String top = part.text("top");
        if (bottom == null || top == null) {
            return null;
        }
        try {
            return new Technique.Coded(TopBottomCoding.of(bottom, top));
        } catch (ReleaseRefused refused) {
            part.refused("top", refused.key());
            return null;
        }
    }

    private static Technique shifted(Part part) {
        knows(part, "person", "days");
        String person = part.text("person");
        Long days = whole(part, "days", 1, SHIFT_DAYS_MAX);
        return person == null || days == null ? null : new Technique.Shifted(person, days.intValue());
    }

    private static Technique noisy(Part part) {
        knows(part, "person", "low", "high", "epsilon");
        String person = part.text("person");
        Long low = whole(part, "low", -NOISE_MAX, NOISE_MAX);
        Long high = whole(part, "high", -NOISE_MAX, NOISE_MAX);
        String epsilon = part.text("epsilon");
        if (person == null || low == null || high == null || epsilon == null) {
            return null;
        }
        if (low >= high || high - low > NOISE_MAX) {
            part.note(Kind.NUMBER, "high", Long.toString(high), List.of());
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(epsilon.length() > 20 ? "" : epsilon);
            PrivacyBudget.of(number, BigDecimal.ZERO);
            return new Technique.Noisy(person, low, high, number);
        } catch (NumberFormatException noNumber) {
            part.note(Kind.NUMBER, "epsilon", epsilon, List.of());
        } catch (ReleaseRefused refused) {
            part.refused("epsilon", refused.key());
        }
        return null;
    }

    /** A number from 0 to 1, the ends only where they are said to be in it. */
    static Double share(Part part, String key, boolean ends) {
        String text = part.text(key);
        if (text == null) {
            return null;
        }
        double number = text.matches("[01]([.][0-9]{1,9})?") ? Double.parseDouble(text) : -1;
        if (number < 0 || number > 1 || !ends && (number == 0 || number == 1)) {
            part.note(Kind.NUMBER, key, text, List.of("0–1"));
            return null;
        }
        return number;
    }

    static Long whole(Part part, String key, long min, long max) {
        String text = part.text(key);
        if (text == null) {
            return null;
        }
        long number = text.matches("-?[0-9]{1,12}") ? Long.parseLong(text) : Long.MIN_VALUE;
        if (number < min || number > max) {
            part.note(Kind.NUMBER, key, text, List.of(min + "–" + max));
            return null;
        }
        return number;
    }

    private static <E extends Enum<E>> Optional<E> word(Part part, String key, E[] values) {
        String text = part.text(key);
        List<String> words = Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
        if (text == null) {
            return Optional.empty();
        }
        if (!words.contains(text)) {
            part.note(Kind.WORD, key, text, words);
            return Optional.empty();
        }
        return Optional.of(values[words.indexOf(text)]);
    }
}
