// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.time.Instant;

/**
 * Where the ledger holds what was just done. With {@link Shouxin#proof} it can be shown to anybody.
 *
 * @param entry the entry's number, its place in the tree
 * @param id the entry's own id
 * @param leafHash in hexadecimal
 */
public record Receipt(long entry, String id, Instant at, String leafHash) {}
