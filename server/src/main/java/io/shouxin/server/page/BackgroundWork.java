// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

import java.time.Duration;
import java.util.Optional;

/** Long work that goes on behind the pages, for the overview to show. Asked often, so it answers from memory. */
public interface BackgroundWork {

    /** Where the work stands; empty when there is none. */
    Optional<Progress> progress();

    /**
     * @param key the message key of what is being done
     * @param done how many of {@code total} parts are done
     * @param left how long the rest will take at the present rate; empty while that cannot be told
     */
    record Progress(String key, long done, long total, Optional<Duration> left) {}
}
