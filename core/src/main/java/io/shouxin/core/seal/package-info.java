// SPDX-License-Identifier: Apache-2.0
/**
 * The sealed record: one customer's information, every field encrypted on its own.
 *
 * <p>Start reading at {@link io.shouxin.core.seal.SealedRecord}; the byte format is in
 * docs/spec/sealed-record.md.
 */
package io.shouxin.core.seal;
