// SPDX-License-Identifier: Apache-2.0
/**
 * Checks a ledger, or one receipt of it, with public keys alone, and takes a copy of a ledger. Start reading at
 * {@link io.shouxin.cli.ledger.VerifyCommand}; where a log lies is a {@link io.shouxin.cli.ledger.LogPlace}.
 */
package io.shouxin.cli.ledger;
