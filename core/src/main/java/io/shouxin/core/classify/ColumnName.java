// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import io.shouxin.core.detect.HeaderWords;
import io.shouxin.core.detect.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The name of a column as words: {@code servedMSISDN}, {@code served_msisdn} and 手机号码 alike. */
final class ColumnName {

    private static final Pattern BORDER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern SIGNS = Pattern.compile("[\\s_\\-./:#()（）\\[\\]]+");
    // phone_type, 证件类型, is_email: about a value, not the value.
    private static final Pattern ABOUT = Pattern.compile(
            ".*(?:类型|状态|标志|标识位|次数|数量|个数|时间|等级|\\b(?:type|status|flag|count|verified|length|time|level))"
            + "|(?:是否|has |is ).*");

    private final Set<Kind> kinds;
    private final boolean ofOtherNumbers;

    ColumnName(String name) {
        String words = words(name);
        HeaderWords found = HeaderWords.in(words);
        boolean about = ABOUT.matcher(words).matches();
        kinds = about ? found.columnKinds() : found.kinds();
        ofOtherNumbers = found.otherNumber() || about;
    }

    /** What the name hints at. */
    Set<Kind> kinds() {
        return kinds;
    }

    /** It names something that is nobody's: an order, a version, a type. */
    boolean ofOtherNumbers() {
        return ofOtherNumbers;
    }

    static String words(String name) {
        String apart = BORDER.matcher(name).replaceAll(" ");
        return SIGNS.matcher(apart).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }
}
