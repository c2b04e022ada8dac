// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/**
 * One step of an inclusion proof, for drawing it.
 *
 * @param sibling the hash the proof supplies
 * @param siblingOnLeft whether it stands to the left of what was known before
 * @param combined the hash over both
 */
public record ProofStep(byte[] sibling, boolean siblingOnLeft, byte[] combined) {
}
