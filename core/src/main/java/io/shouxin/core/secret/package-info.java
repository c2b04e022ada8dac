// SPDX-License-Identifier: Apache-2.0
/**
 * Text and bytes that only a {@link io.shouxin.core.secret.PlainAccess} argument opens.
 *
 * <p>Start reading at {@link io.shouxin.core.secret.SecretText}.
 */
package io.shouxin.core.secret;
