// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.secret.SecretText;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A message in its words, ready to be handed over.
 *
 * @param id stable over every try: SMTP's Message-ID is made of it
 * @param subject empty for short messages
 * @param left how long it is still valid
 */
record Outgoing(UUID id, SecretText address, SecretText subject, SecretText text, Instant at, Duration left) {}
