// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.util.Optional;

/**
 * A token and what it stands for, in the form this caller may see.
 *
 * @param name the field's name; empty where the token is not one of this caller's
 */
public record Detokenised(String token, Optional<String> name, Field field, Optional<Receipt> receipt) {}
