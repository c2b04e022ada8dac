// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long an agreement holds: {@code 10m} or {@code 2h}, one minute to a day. */
final class Windows {

    /** The longest that operators' rule books give one agreement. */
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,3})([mh])");

    private Windows() {
    }

    static Optional<Duration> parse(String text) {
        Matcher match = SHAPE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(match.group(1));
        Duration window = match.group(2).equals("m") ? Duration.ofMinutes(count) : Duration.ofHours(count);
        return window.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(window);
    }

    static String text(Duration window) {
        return window.toMinutesPart() == 0 ? window.toHours() + "h" : window.toMinutes() + "m";
    }
}
