// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.core.canary.Canary;
import io.shouxin.core.canary.CanaryTags;
import io.shouxin.core.data.Family;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Register;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.vault.Releases;
import io.shouxin.server.vault.Reveals.Given;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Rows of customers who do not exist, for one batch of a file. They look like the rows around them: what is a code or
 * an amount is taken from one of those, value by value from different ones, and only where its class is of level 1 or
 * 2.
 *
 * <p>Beside each canary many more are thought up and written nowhere. How often a file that was found seems to hold one
 * of those says how often chance alone meets a name or an address.
 */
@Component
class Canaries {

    /** One row in twenty, so that a tenth of a thousand rows still has five. */
    private static final double SHARE = 0.05;
    private static final int LEAST = 6;
    private static final int MOST = 160;
    /** For each canary as many more that are written nowhere: with 49 a file is named by two that chance never met. */
    private static final int UNWRITTEN_MOST = 49;
    /** Files with many canaries find more of them again, and need fewer to be told from chance. */
    private static final int UNWRITTEN_ALL = 3_000;

    /** Nobody else's; perhaps somebody's; like the second, and written nowhere. */
    static final int STRONG = 2;
    static final int WEAK = 1;
    static final int CHANCE = 0;

    /** Between the names of two fields whose values are known together. */
    static final String PAIR = "+";

    private static final String KEY = "export-canaries";
    private static final int LEVEL_COPIED = 2;
    private static final int SIGNS_MIN = 4;
    private static final int NUMBER_TRIES = 20;
    private static final Set<ValueType> IDENTIFIERS = EnumSet.of(ValueType.PHONE, ValueType.CONTACT_PHONE,
            ValueType.RESIDENT_ID, ValueType.BANK_CARD, ValueType.IMSI, ValueType.IMEI, ValueType.ICCID,
            ValueType.USCC, ValueType.EMAIL, ValueType.CUSTOMER_NUMBER);
    private static final Set<ValueType> COPIED = EnumSet.of(ValueType.CODE, ValueType.BOOLEAN, ValueType.INTEGER,
            ValueType.DECIMAL, ValueType.DATE);

    private final Releases releases;
    private final Keys keys;
    private final ExportSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Canaries(Releases releases, Keys keys, ExportSettings settings, Clock clock) {
        this.releases = releases;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /** How many a file has by the time it has so many rows. */
    static int due(long rows, long expected) {
        if (rows == 0) {
            return 0;
        }
        double share = Math.min(SHARE, (double) MOST / Math.max(1, expected));
        return (int) Math.min(MOST, Math.max(LEAST, Math.ceil(rows * share)));
    }

    /** How many are thought up for each canary of such a file. */
    static int unwritten(long expected) {
        return Math.min(UNWRITTEN_MOST, UNWRITTEN_ALL / Math.max(1, due(expected, expected)));
    }

    /** Rows to be written among others, and what they will be known by. */
    record Written(List<SortedMap<String, String>> rows, List<ExportTable.Mark> marks) {}

    /** Makes the key before a transaction needs it. */
    void prepare() {
        keys.named(KEY);
    }

    /** For all files: under one key, so that a copy is looked up without knowing which file it is of. */
    CanaryTags tags() {
        return new CanaryTags(keys.named(KEY));
    }

    /** @param first the number of the first canary in its file */
    Written among(List<Releases.Row> rows, ExportJob job, Register register, int first, int count) {
        List<SortedMap<String, String>> written = new ArrayList<>(count);
        List<ExportTable.Mark> marks = new ArrayList<>();
        CanaryTags tags = tags();
        List<String> all = job.wanted().fields();
        List<String> unsure = all.stream().filter(name -> !isStrong(register.fields().get(name), form(rows, name)))
                .toList();
        int unwritten = unwritten(job.wanted().expected());
        for (int i = 0; i < count; i++) {
            SortedMap<String, String> row = row(all, rows, job, register);
            written.add(row);
            mark(job, register, row, rows, tags, first + i, marks);
            for (int one = 0; one < unwritten; one++) {
                markUnwritten(job.id(), register, row(unsure, rows, job, register), rows, tags,
                        (first + i) * unwritten + one, marks);
            }
        }
        return new Written(written, marks);
    }

    private SortedMap<String, String> row(List<String> fields, List<Releases.Row> others, ExportJob job,
            Register register) {
        Canary canary = Canary.random(random, settings.ranges(), LocalDate.ofInstant(clock.instant(), clock.getZone()));
        SortedMap<String, String> row = new TreeMap<>();
        for (String name : fields) {
            Field field = register.fields().get(name);
            Given like = any(others, name);
            if (like != null) {
                value(canary, field, like, job, register).ifPresent(value -> row.put(name, value));
            }
        }
        return row;
    }

    /** What another row has in this column; null where this one tried has nothing there. */
    private Given any(List<Releases.Row> rows, String name) {
        Given given = rows.get(random.nextInt(rows.size())).fields().get(name);
        return given != null && given.value().isPresent() ? given : null;
    }

    private Optional<String> value(Canary canary, Field field, Given like, ExportJob job, Register register) {
        if (like.form() == Form.TOKEN) {
            return Optional.of(releases.tokenOfNobody(field, job.wanted().recipient()));
        }
        ValueType type = ValueType.ofCode(field.type()).orElseThrow();
        if (type == ValueType.CUSTOMER_NUMBER) {
            return number(like.value().orElseThrow());
        }
        DataClass of = register.classes().get(field.classCode());
        if (COPIED.contains(type) && !isBirth(type, of)) {
            return of.level() <= LEVEL_COPIED ? like.value() : Optional.empty();
        }
        Optional<SecretText> own = canary.value(type);
        return own.map(value -> releases.disguised(Map.of(field.name(), value), Map.of(field.name(), like.form()))
                .get(field.name()));
    }

    /** A number of the same shape that no customer has. */
    private Optional<String> number(String like) {
        for (int i = 0; i < NUMBER_TRIES; i++) {
            StringBuilder number = new StringBuilder(like.length());
            like.chars().forEach(c -> number.append(
                    c >= '0' && c <= '9' ? (char) ('0' + random.nextInt(10)) : (char) c));
            if (releases.numbered(List.of(number.toString())).isEmpty()) {
                return Optional.of(number.toString());
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // What a mark is made of.
    private static void mark(ExportJob job, Register register, SortedMap<String, String> row,
            List<Releases.Row> others, CanaryTags tags, int person, List<ExportTable.Mark> marks) {
        row.forEach((name, value) -> {
            int strength = strength(register.fields().get(name), form(others, name), value);
            if (strength > CHANCE) {
                marks.add(new ExportTable.Mark(tags.tag(value), job.id(), person, name, strength));
            }
        });
        pairs(job.id(), register, row, others, tags, person, WEAK, marks);
    }

    /** Two values of one row: a masked name and the end of a card together are hardly anybody else's. */
    @SuppressWarnings("checkstyle:ParameterNumber") // What a mark is made of.
    private static void pairs(UUID export, Register register, SortedMap<String, String> row,
            List<Releases.Row> others, CanaryTags tags, int person, int strength, List<ExportTable.Mark> marks) {
        List<String> own = row.keySet().stream().filter(name -> isOwn(register.fields().get(name), register)
                && strength(register.fields().get(name), form(others, name), row.get(name)) < STRONG).toList();
        for (int i = 0; i < own.size(); i++) {
            for (int j = i + 1; j < own.size(); j++) {
                marks.add(new ExportTable.Mark(tags.tag(row.get(own.get(i)), row.get(own.get(j))), export, person,
                        own.get(i) + PAIR + own.get(j), strength));
            }
        }
    }

    /** Whether a canary has a value of its own, and none that another row lent it. */
    private static boolean isOwn(Field field, Register register) {
        ValueType type = ValueType.ofCode(field.type()).orElseThrow();
        return !COPIED.contains(type) || isBirth(type, register.classes().get(field.classCode()));
    }

    private static boolean isBirth(ValueType type, DataClass of) {
        return type == ValueType.DATE && of.family() == Family.IDENTITY;
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // What a mark is made of.
    private static void markUnwritten(UUID export, Register register, SortedMap<String, String> row,
            List<Releases.Row> others, CanaryTags tags, int person, List<ExportTable.Mark> marks) {
        row.forEach((name, value) -> {
            if (strength(register.fields().get(name), form(others, name), value) == WEAK) {
                marks.add(new ExportTable.Mark(tags.tag(value), export, person, name, CHANCE));
            }
        });
        pairs(export, register, row, others, tags, person, CHANCE, marks);
    }

    private static Form form(List<Releases.Row> rows, String name) {
        return rows.stream().map(row -> row.fields().get(name)).filter(given -> given != null && given.form().opens())
                .map(Given::form).findFirst().orElse(Form.REFUSED);
    }

    private static boolean isStrong(Field field, Form form) {
        return form == Form.TOKEN
                || form == Form.CLEAR && IDENTIFIERS.contains(ValueType.ofCode(field.type()).orElseThrow());
    }

    private static int strength(Field field, Form form, String value) {
        if (isStrong(field, form)) {
            return STRONG;
        }
        ValueType type = ValueType.ofCode(field.type()).orElseThrow();
        boolean name = form == Form.CLEAR && (type == ValueType.NAME || type == ValueType.ADDRESS);
        boolean masked = form == Form.MASKED && IDENTIFIERS.contains(type)
                && value.chars().filter(Character::isLetterOrDigit).count() >= SIGNS_MIN;
        return name || masked ? WEAK : CHANCE;
    }
}
