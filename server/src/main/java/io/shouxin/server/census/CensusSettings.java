// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.census;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.LocalTime;

/** @param censusAt the hour, in the operator's zone, at which a census is taken each day */
@ConfigurationProperties("shouxin.ledger")
record CensusSettings(@DefaultValue("02:30") LocalTime censusAt) {}
