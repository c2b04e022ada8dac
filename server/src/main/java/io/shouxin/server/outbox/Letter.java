// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.secret.SecretText;

import java.util.List;
import java.util.Locale;

/** What lies sealed of a message: the address, and what goes into its words. */
record Letter(SecretText address, Locale language, List<SecretText> parameters) {}
