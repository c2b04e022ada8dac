// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import org.jmolecules.event.types.DomainEvent;

/** A version waits for the second person. */
public record RegisterProposed(int version) implements DomainEvent {}
