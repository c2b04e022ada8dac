// SPDX-License-Identifier: Apache-2.0
/** The sealed record: every field encrypted on its own. */
package io.shouxin.core.seal;
