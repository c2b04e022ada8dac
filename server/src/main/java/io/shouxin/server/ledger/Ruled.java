// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

/**
 * Something read from the tables of rights and rules.
 *
 * @param ruled every ruling with a number below this one is in it
 */
public record Ruled<T>(long ruled, T value) {}
