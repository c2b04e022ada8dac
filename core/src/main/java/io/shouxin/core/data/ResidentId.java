// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import io.shouxin.core.secret.PlainAccess;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A citizen's identity number, GB 11643-1999: six digits of region, eight of birth, three of sequence,
 * one check character, X in upper case. Also the residence permits of people from Hong Kong, Macau and
 * Taiwan (81, 82, 83) and the foreigner's permanent residence card of 2023 (9, then the province).
 *
 * <p>The region is checked to the province. Counties come and go, and a number keeps the county of the
 * day it was given, so a table of today's counties would refuse real people.
 */
public final class ResidentId extends CustomerValue {

    private static final int RAW_MAX = 32;
    private static final Pattern FORM = Pattern.compile("[0-9]+X?");
    private static final int BIRTH_YEAR_MIN = 1850;
    private static final Set<String> PROVINCES = Set.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
            "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
            "71", "81", "82", "83");

    private ResidentId(String normal) {
        super(normal);
    }

    /**
     * Reads without a clock: a birth in the future passes. Whoever has a clock calls
     * {@link #parse(String, LocalDate)}.
     *
     * @throws InvalidValue {@code value.resident-id.…}
     */
    public static ResidentId parse(String raw) {
        return parse(raw, LocalDate.MAX);
    }

    /**
     * @param today the last day on which the person can have been born
     * @throws InvalidValue {@code value.resident-id.…}
     */
    public static ResidentId parse(String raw, LocalDate today) {
        return new ResidentId(normalForm(raw, today));
    }

    /** The day of birth that the number carries; as protected as the number. */
    public LocalDate birthDate(PlainAccess access) {
        return birth(normal(access));
    }

    static String normalForm(String raw, LocalDate today) {
        Objects.requireNonNull(today);
        String id = CleanText.ungrouped(raw, RAW_MAX).replace('x', 'X');
        if (!FORM.matcher(id).matches()) {
            throw Fault.RESIDENT_ID_CHARACTERS.refusal();
        }
        if (id.length() == 15) {
            throw Fault.RESIDENT_ID_FIFTEEN_DIGITS.refusal();
        }
        if (id.length() != 18) {
            throw Fault.RESIDENT_ID_LENGTH.refusal();
        }
        if (!PROVINCES.contains(id.charAt(0) == '9' ? id.substring(1, 3) : id.substring(0, 2))) {
            throw Fault.RESIDENT_ID_REGION.refusal();
        }
        if (birth(id).isAfter(today)) {
            throw Fault.RESIDENT_ID_BIRTH_DATE.refusal();
        }
        if (!CheckDigits.residentIdHolds(id)) {
            throw Fault.RESIDENT_ID_CHECK_DIGIT.refusal();
        }
        return id;
    }

    private static LocalDate birth(String id) {
        int day = Integer.parseInt(id.substring(6, 14));
        try {
            LocalDate birth = LocalDate.of(day / 10000, day / 100 % 100, day % 100);
            if (birth.getYear() >= BIRTH_YEAR_MIN) {
                return birth;
            }
        } catch (DateTimeException noSuchDay) {
            // Its message quotes the day, so it goes no further than here.
        }
        throw Fault.RESIDENT_ID_BIRTH_DATE.refusal();
    }
}
