// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.clock;

import io.shouxin.server.language.Words;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as pages write them, in the reader's language and in the zone of the door's clock. */
@Component
public class WallTime {

    private static final DateTimeFormatter CHINESE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ENGLISH =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter ENGLISH_DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private final Clock clock;

    WallTime(Clock clock) {
        this.clock = clock;
    }

    public String text(Instant at) {
        return (Words.chinese() ? CHINESE : ENGLISH).withZone(clock.getZone()).format(at);
    }

    public String text(LocalDate day) {
        return Words.chinese() ? day.toString() : ENGLISH_DAY.format(day);
    }
}
