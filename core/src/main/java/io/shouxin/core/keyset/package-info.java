// SPDX-License-Identifier: Apache-2.0
/**
 * Keys: suites, derivation, wrapping, places in the key tree, the root key file.
 *
 * <p>Start reading at {@link io.shouxin.core.keyset.KeyPlace}; the byte formats are in
 * docs/spec/key-tree.md.
 */
package io.shouxin.core.keyset;
