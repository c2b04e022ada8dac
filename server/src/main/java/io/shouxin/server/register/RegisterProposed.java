// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import org.jmolecules.event.annotation.DomainEvent;

/** A version waits for the second person. */
@DomainEvent
public record RegisterProposed(int version) {}
