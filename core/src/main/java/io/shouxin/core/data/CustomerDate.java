// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import io.shouxin.core.secret.PlainAccess;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A day of the years 1800 to 2200 as {@code yyyy-MM-dd}. Also reads {@code yyyyMMdd}, {@code yyyy/M/d},
 * {@code yyyy.M.d} and {@code yyyy年M月d日}; an order that could be day or month first is refused.
 */
public final class CustomerDate extends CustomerValue {

    private static final int RAW_MAX = 24;
    private static final int YEAR_MIN = 1800;
    private static final int YEAR_MAX = 2200;
    private static final Pattern FORM = Pattern.compile("([0-9]{4})(?:([0-9]{2})([0-9]{2})"
            + "|-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\\.([0-9]{1,2})\\.([0-9]{1,2})"
            + "|年([0-9]{1,2})月([0-9]{1,2})日)");

    private CustomerDate(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.date.…} */
    public static CustomerDate parse(String raw) {
        return new CustomerDate(normalForm(raw));
    }

    public LocalDate date(PlainAccess access) {
        return LocalDate.parse(normal(access));
    }

    static String normalForm(String raw) {
        Matcher matcher = FORM.matcher(CleanText.identifier(raw, RAW_MAX));
        if (!matcher.matches()) {
            throw Fault.DATE_FORM.refusal();
        }
        int year = Integer.parseInt(matcher.group(1));
        if (year < YEAR_MIN || year > YEAR_MAX) {
            throw Fault.DATE_OUT_OF_RANGE.refusal();
        }
        int group = 2;
        while (matcher.group(group) == null) {
            group += 2;
        }
        return day(year, Integer.parseInt(matcher.group(group)), Integer.parseInt(matcher.group(group + 1)));
    }

    private static String day(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).toString();
        } catch (DateTimeException quotesItsInput) {
            throw Fault.DATE_NO_SUCH_DAY.refusal();
        }
    }
}
