// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

/**
 * Why a field has the form it has.
 *
 * @param key stable, for programs
 * @param text for people, in the language asked for
 */
public record Reason(String key, String text) {}
