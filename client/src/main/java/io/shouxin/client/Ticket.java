// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.time.Instant;
import java.util.UUID;

/** A ticket open at the door, about one customer. */
public record Ticket(String number, UUID customer, String kind, Instant openedAt) {}
