// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named way to show part of a value.
 *
 * <p><b>Guarantee.</b> {@link #apply} answers every input, the empty one and another type's included,
 * with a text that is not empty and not the value, and that shows no more than the mask's name promises.
 * A value too short for that, or of a shape the mask does not know, is hidden whole, as six stars that
 * tell nothing of its length. Otherwise an identifier has as many stars as characters are hidden, and a
 * name, an address or an e-mail address has a fixed number.
 *
 * <p><b>Limit.</b> A masked value is still personal information. 138****5678 leaves ten thousand
 * numbers, and a surname with a city and four digits is often one person. A mask is for screens; it does
 * not make data anonymous and is no substitute for a token in a file.
 *
 * <p>Characters are counted as people see them: a code point with its combining marks is one. Characters
 * that cannot be seen, or that would turn the line around, are never shown.
 */
public final class Mask {

    /** What stands for a value of which nothing is shown. */
    static final String HIDDEN = "******";

    private static final Pattern KEEP = Pattern.compile("keep-(0|[1-9][0-9]?)-(0|[1-9][0-9]?)");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-[0-9]{2}-[0-9]{2}");
    private static final Map<String, Mask> NAMED = named();

    private final String name;
    private final Shape shape;

    private Mask(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
    }

    /** A mask of {@link #all}, or {@code keep-F-L}, which shows the first F and the last L (0 to 99 each). */
    public static Optional<Mask> named(String name) {
        if (name == null) {
            return Optional.empty();
        }
        Matcher keep = KEEP.matcher(name);
        if (keep.matches()) {
            int first = Integer.parseInt(keep.group(1));
            return Optional.of(new Mask(name, Keep.half(first, Integer.parseInt(keep.group(2)))));
        }
        return Optional.ofNullable(NAMED.get(name));
    }

    /** The masks that have a name of their own, in the order of docs/masks.md; without {@code keep-F-L}. */
    public static Collection<Mask> all() {
        return NAMED.values();
    }

    public String name() {
        return name;
    }

    /**
     * What may be shown of a value.
     *
     * @param normal the normal form of the type that the mask is for; anything else is hidden more, never
     *     less; null counts as hidden
     * @return never null, never empty, never the value; this method does not throw
     */
    public String apply(SecretText normal) {
        if (normal == null) {
            return HIDDEN;
        }
        String plain = normal.plain(PlainAccess.granted());
        String masked = shape.of(plain);
        if (!masked.equals(plain)) {
            return masked;
        }
        // Only what was masked before it came here passes unchanged; even that is not given back.
        return plain.equals(HIDDEN) ? HIDDEN + "*" : HIDDEN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Map<String, Mask> named() {
        Map<String, Mask> masks = new LinkedHashMap<>();
        add(masks, "name", NameShape::of);
        add(masks, "phone", new PhoneShape(Keep.third(3, 4), Keep.half(0, 4)));
        add(masks, "phone-counterpart", new PhoneShape(Keep.half(3, 2), Keep.half(0, 2)));
        add(masks, "contact-phone", new PhoneShape(Keep.half(2, 2), Keep.half(2, 2)));
        add(masks, "customer-number", Keep.half(3, 3));
        add(masks, "group-number", Keep.half(2, 3));
        add(masks, "group-name", Keep.half(3, 3).withStars(4));
        add(masks, "resident-id", Keep.half(1, 1));
        add(masks, "resident-id-3-4", Keep.half(3, 4));
        add(masks, "uscc", Keep.half(2, 2));
        add(masks, "bank-card", Keep.half(0, 4));
        add(masks, "address-city", AddressShape::of);
        add(masks, "email", EmailShape::of);
        add(masks, "imsi", Keep.half(5, 0));
        add(masks, "imei", Keep.half(4, 0));
        add(masks, "iccid", Keep.half(4, 2));
        add(masks, "date-year", Mask::year);
        add(masks, "all", plain -> HIDDEN);
        return Collections.unmodifiableMap(masks);
    }

    private static void add(Map<String, Mask> masks, String name, Shape shape) {
        masks.put(name, new Mask(name, shape));
    }

    private static String year(String plain) {
        Matcher date = DATE.matcher(plain);
        return date.matches() ? date.group(1) + "-**-**" : HIDDEN;
    }
}
