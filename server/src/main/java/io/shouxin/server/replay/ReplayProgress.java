// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import java.time.Instant;
import java.util.Optional;

/** How far a replay is; the result is there exactly when it has finished. */
public record ReplayProgress(State state, long reveals, int permille, Optional<Instant> finishedAt,
        Optional<ReplayResult> result) {

    /** The life of a replay. A running one whose server died is begun anew. */
    public enum State { WAITING, RUNNING, FAILED, FINISHED }

    public boolean finished() {
        return state == State.FINISHED;
    }
}
