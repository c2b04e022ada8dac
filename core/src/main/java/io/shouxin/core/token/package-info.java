// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens that stand for a customer's field, the tags by which a sealed value is found, and what stands for
 * identifiers in a file that leaves the house: pseudonyms, tokens of the same form, and FF1 below them.
 *
 * <p>Start reading at {@link io.shouxin.core.token.Tokens} for the door, with docs/spec/tokens.md, and at
 * {@link io.shouxin.core.token.Pseudonyms} for files, with docs/spec/ff1-and-pseudonyms.md.
 */
package io.shouxin.core.token;
