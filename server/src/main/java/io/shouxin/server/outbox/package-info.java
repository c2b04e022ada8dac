// SPDX-License-Identifier: Apache-2.0
/**
 * Mail by SMTP and short messages by SMPP: a message commits with the change that calls for it, waits sealed,
 * and is handed over at most once, whoever dies when.
 *
 * <p>Start reading at {@link io.shouxin.server.outbox.Outbox}; at {@code OutboxWorker} for what a crash leaves, at
 * {@code Moves} for the states.
 */
@ApplicationModule(displayName = "Outbox",
        allowedDependencies = {"keys", "ledger", "caller", "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.outbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
