// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the first start puts in force.
 *
 * @param initial a file, or a {@code classpath:} place, of the register an empty system begins with; empty
 *     to begin without one, and then nothing passes until an administrator begins one
 */
@ConfigurationProperties("shouxin.register")
record RegisterSettings(@DefaultValue("classpath:registers/default.yaml") String initial) {}
