// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.check;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.LocalTime;

/**
 * The ledger's settings.
 *
 * @param checkAt the hour, in the operator's zone, at which the whole ledger is checked each day
 */
@ConfigurationProperties("shouxin.ledger")
record LedgerSettings(@DefaultValue("03:30") LocalTime checkAt) {}
