// SPDX-License-Identifier: Apache-2.0
/** Values of customer information as validated types that print masked. */
package io.shouxin.core.data;
