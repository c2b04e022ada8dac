// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens that stand for a customer's field, and the tags by which a sealed value is found.
 *
 * <p>Start reading at {@link io.shouxin.core.token.Tokens}; the formats are in docs/spec/tokens.md.
 */
package io.shouxin.core.token;
