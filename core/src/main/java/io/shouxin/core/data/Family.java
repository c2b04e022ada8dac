// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** The three kinds of customer information that the operator's customers speak of, and the rest. */
public enum Family { IDENTITY, PAYMENT, CALL_RECORDS, OTHER }
