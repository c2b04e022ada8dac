// SPDX-License-Identifier: Apache-2.0
/** The ledger as pure functions over bytes: entry, tree, tiles, checkpoint, proof. */
package io.shouxin.core.ledger;
