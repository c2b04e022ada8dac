// SPDX-License-Identifier: Apache-2.0
/** Keys: suites, wrapping, the key tree, derivation. */
package io.shouxin.core.keyset;
