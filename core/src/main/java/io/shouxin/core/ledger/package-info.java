// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger as pure functions over bytes: entry, tree, tiles, checkpoint, proof. Start reading at
 * {@link io.shouxin.core.ledger.Entry} and {@link io.shouxin.core.ledger.Tree}; the formats are in
 * {@code docs/spec/ledger.md}.
 */
package io.shouxin.core.ledger;
