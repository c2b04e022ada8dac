// SPDX-License-Identifier: Apache-2.0
/** Tokens and blind-index tags. */
package io.shouxin.core.token;
