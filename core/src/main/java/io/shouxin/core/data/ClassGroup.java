// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** A branch of the class tree: A, B or C. */
public record ClassGroup(String code, String zh, String en) {}
