// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.detect.Detector;
import io.shouxin.core.detect.Kind;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From the counts of a column to what it holds.
 *
 * <p>Without help from the name the confidence is {@code alone × lift × trust}. <em>Lift</em> is the share of
 * values that fit, less what would fit by chance: every tenth number passes a Luhn check. <em>Trust</em> grows
 * with the number of values. <em>Alone</em> is how sure such values can make anybody: a column of dates that exist is
 * still no column of births. With the name's help half of the values have to fit; a name that the values
 * contradict is kept as a doubt, because the column may be encrypted.
 */
final class Judgement {

    /** Recognisers and this judgement: a label of another version has to be judged again. */
    static final String VERSION = Detector.VERSION + ".1";

    private static final int DOUBT = 35;
    private static final int INSIDE_MIN = 5;
    private static final int NAME_ONLY = 50;
    private static final Map<Kind, int[]> ALONE_AND_CHANCE = aloneAndChance();

    private record Guess(Kind kind, double confidence, List<Reason> reasons) {}

    private final int number;
    private final String header;
    private final ColumnName name;
    private final ColumnSample sample;
    private final long values;

    Judgement(int number, String header, ColumnSample sample) {
        this.number = number;
        this.header = header;
        this.name = new ColumnName(header);
        this.sample = sample;
        this.values = sample.counts().values();
    }

    ColumnFinding finding() {
        Guess best = null;
        for (Kind kind : Kind.values()) {
            Guess guess = kind.byValue() ? byValue(kind) : byName(kind);
            if (guess != null && (best == null || guess.confidence > best.confidence)) {
                best = guess;
            }
        }
        Map<Kind, Long> inside = sample.inside();
        boolean sure = best != null && best.confidence >= ColumnFinding.CONFIDENCE_MIN;
        if (sure && best.kind.byValue()) {
            // A name among a hundred numbers is an accident, a note in every tenth cell is not.
            inside.values().removeIf(count -> share(count) < INSIDE_MIN);
        }
        if (!sure && !inside.isEmpty()) {
            return texts(inside);
        }
        if (best == null || best.confidence < 30) {
            return new ColumnFinding(number, header, Optional.empty(), 0, List.of(), Set.of(), Map.of(),
                    sample.plainType(), sample.counts(), List.of(), VERSION);
        }
        Kind kind = best.kind;
        ValueType type = kind.byValue() || kind == Kind.CUSTOMER_NUMBER ? kind.type() : sample.plainType();
        return new ColumnFinding(number, header, Optional.of(kind), (int) Math.round(best.confidence), best.reasons,
                sample.evidence(kind), inside, type, sample.counts(), examples(kind), VERSION);
    }

    /** No kind of its own, but things inside: notes, logs, mails. */
    private ColumnFinding texts(Map<Kind, Long> inside) {
        List<Reason> reasons = new ArrayList<>();
        long most = 0;
        for (Map.Entry<Kind, Long> found : inside.entrySet()) {
            most = Math.max(most, found.getValue());
        }
        reasons.add(Ground.INSIDE.with(share(most)));
        return new ColumnFinding(number, header, Optional.empty(), Math.min(95, 50 + share(most) / 2), reasons,
                Set.of(), inside, ValueType.TEXT, sample.counts(), List.of(), VERSION);
    }

    private Guess byValue(Kind kind) {
        boolean named = name.kinds().contains(kind);
        long fits = sample.whole(kind);
        if (!named && fits == 0) {
            return null;
        }
        List<Reason> reasons = new ArrayList<>();
        double share = values == 0 ? 0 : (double) fits / values;
        if (named) {
            reasons.add(Ground.HEADER.with(0));
        }
        if (fits > 0) {
            reasons.add(Ground.VALUES.with(share(fits)));
        }
        if (sample.checked(kind) * 2 > fits && fits > 0) {
            reasons.add(Ground.CHECK_DIGITS.with(share(sample.checked(kind))));
        }
        if (values > 0 && values < 10) {
            reasons.add(Ground.SMALL_SAMPLE.with(values));
        }
        return named ? named(kind, share, reasons) : unnamed(kind, reasons);
    }

    private Guess named(Kind kind, double share, List<Reason> reasons) {
        if (values == 0) {
            reasons.add(Ground.NO_VALUES.with(0));
            return new Guess(kind, NAME_ONLY, reasons);
        }
        // A password has no shape; its column is known by its name, unless the values are yes and no.
        if (kind == Kind.PASSWORD || kind == Kind.KEY) {
            boolean words = sample.counts().distinct() <= 2 && values > 10;
            return new Guess(kind, words ? DOUBT : 80, reasons);
        }
        if (share >= 0.5) {
            return new Guess(kind, 60 + 38 * share, reasons);
        }
        if (share >= 0.1) {
            return new Guess(kind, 45 + 20 * share, reasons);
        }
        reasons.add(Ground.VALUES_DIFFER.with(0));
        return new Guess(kind, DOUBT, reasons);
    }

    private Guess unnamed(Kind kind, List<Reason> reasons) {
        int[] facts = ALONE_AND_CHANCE.get(kind);
        double chance = facts[1] / 100.0;
        double likely = values == 0 ? 0 : (double) sample.likely(kind) / values;
        double lift = Math.max(0, (likely - chance) / (1 - chance));
        double trust = values / (values + 1.0);
        double confidence = facts[0] * lift * trust;
        if (facts[1] >= 5) {
            reasons.add(Ground.BY_CHANCE.with(facts[1]));
        }
        boolean otherwise = name.ofOtherNumbers() || !name.kinds().isEmpty();
        if (otherwise && facts[0] < 95) {
            reasons.add(Ground.NAMED_OTHERWISE.with(0));
            confidence *= 0.7;
        }
        // The same few values again and again are a list of words, whatever they look like.
        if ((kind == Kind.CHINESE_NAME || kind == Kind.WESTERN_NAME) && values >= 20
                && sample.distinctNames() * 10 < Math.min(sample.whole(kind), ColumnSample.DISTINCT_MAX)) {
            reasons.add(Ground.FEW_VALUES.with(sample.distinctNames()));
            confidence *= 0.4;
        }
        return new Guess(kind, confidence, reasons);
    }

    private Guess byName(Kind kind) {
        if (!name.kinds().contains(kind)) {
            return null;
        }
        List<Reason> reasons = new ArrayList<>(List.of(Ground.HEADER.with(0)));
        if (values == 0) {
            reasons.add(Ground.NO_VALUES.with(0));
            return new Guess(kind, NAME_ONLY, reasons);
        }
        if (kind == Kind.GENDER) {
            boolean words = sample.genders() * 10 >= values * 9;
            if (words) {
                reasons.add(Ground.VALUES.with(share(sample.genders())));
            }
            return new Guess(kind, words ? 97 : 60, reasons);
        }
        if (kind == Kind.CUSTOMER_NUMBER) {
            long distinct = sample.counts().distinct();
            long of = Math.min(values, ColumnSample.DISTINCT_MAX);
            reasons.add(Ground.DISTINCT.with(100 * distinct / of));
            return new Guess(kind, distinct * 10 >= of * 9 ? 88 : 65, reasons);
        }
        return new Guess(kind, 70, reasons);
    }

    private int share(long of) {
        return (int) (100 * of / Math.max(1, values));
    }

    /** Masked by the one engine; what the kind's own type cannot read is hidden whole. */
    private List<String> examples(Kind kind) {
        List<String> masked = new ArrayList<>();
        for (SecretText raw : sample.examples(kind)) {
            SecretText normal = null;
            try {
                normal = kind.type().read(raw.plain(PlainAccess.granted()));
            } catch (InvalidValue unreadable) {
                // null hides it.
            }
            masked.add(kind.mask().apply(normal));
        }
        return masked;
    }

    private static Map<Kind, int[]> aloneAndChance() {
        Map<Kind, int[]> facts = new EnumMap<>(Kind.class);
        facts.put(Kind.RESIDENT_ID, new int[] {99, 0});
        facts.put(Kind.PASSPORT, new int[] {75, 8});
        facts.put(Kind.TRAVEL_PERMIT, new int[] {65, 15});
        facts.put(Kind.USCC, new int[] {98, 3});
        facts.put(Kind.CHINESE_NAME, new int[] {86, 15});
        facts.put(Kind.WESTERN_NAME, new int[] {82, 5});
        facts.put(Kind.PLATE, new int[] {95, 0});
        facts.put(Kind.BANK_CARD, new int[] {96, 10});
        facts.put(Kind.PHONE, new int[] {93, 7});
        facts.put(Kind.FIXED_LINE, new int[] {80, 10});
        facts.put(Kind.FOREIGN_PHONE, new int[] {85, 2});
        facts.put(Kind.EMAIL, new int[] {99, 0});
        facts.put(Kind.IP_ADDRESS, new int[] {93, 1});
        facts.put(Kind.BIRTH_DATE, new int[] {30, 4});
        facts.put(Kind.ADDRESS, new int[] {92, 1});
        facts.put(Kind.PASSWORD, new int[] {60, 1});
        facts.put(Kind.KEY, new int[] {90, 0});
        facts.put(Kind.COORDINATES, new int[] {85, 1});
        facts.put(Kind.IMSI, new int[] {93, 5});
        facts.put(Kind.IMEI, new int[] {93, 10});
        facts.put(Kind.ICCID, new int[] {96, 0});
        facts.put(Kind.MAC, new int[] {96, 0});
        return facts;
    }
}
